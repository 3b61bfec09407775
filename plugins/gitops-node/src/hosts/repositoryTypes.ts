/** @public */
export interface CallOptions {
  signal: AbortSignal;
}

/** @public */
export const MAX_FILE_BYTES = 1024 * 1024;

/** @public */
export interface RepositoryInfo {
  defaultBranch: string;
  /** Whether the repository takes no changes at all */
  isArchived: boolean;
  /** Whether the credentials may push; undefined where the host doesn't tell */
  canPush?: boolean;
}

/**
 * Who may read a repository: those with rights of their own, everybody who is signed in (of the
 * enterprise, on GitHub), or everybody.
 *
 * @public
 */
export type RepositoryVisibility = 'private' | 'internal' | 'public';

/** @public */
export interface NewRepository {
  description?: string;
  /** One of the repository's `visibilities` */
  visibility: RepositoryVisibility;
}

/** @public */
export interface GitCredentials {
  /** Address to clone from and to push to, without credentials */
  url: string;
  username: string;
  /** Never to stand in a log, an error or an answer */
  password: string;
}

/** @public */
export interface DirectoryEntry {
  name: string;
  /** From the repository's root */
  path: string;
  kind: 'file' | 'directory' | 'other';
}

/** @public */
export interface BranchChange {
  branch: string;
  /** What the commit is made on */
  base: { branch: string; sha: string };
  /** New bytes of each file by its path from the repository's root; null deletes. Not empty */
  files: ReadonlyMap<string, Uint8Array | null>;
  /** Subject, empty line, body, trailers */
  message: string;
}

/** @public */
export interface Commit {
  sha: string;
  /** First line of the message */
  subject: string;
  body: string;
  author: { name: string; email: string };
  /** ISO 8601 */
  date: string;
  url: string;
}

/** Commits that one commit has and another has not. @public */
export interface Comparison {
  /** Newest first, at most 50 */
  commits: ComparedCommit[];
  /** How many there are; undefined where the host tells only that there are more than `commits` */
  total?: number;
  /** The host's page of the difference */
  url: string;
}

/** @public */
export interface ComparedCommit extends Commit {
  /**
   * The pull request that brought it, as the message names it that the host writes when it merges
   */
  pullRequest?: number;
}
