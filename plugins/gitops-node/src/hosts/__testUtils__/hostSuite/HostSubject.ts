import type { GitHost, MergeMethod } from '../../GitHost';
import type { Failure } from '../FakeServer';
import type { FileChange } from '../MemoryGit';

/** What differs between kinds of hosts, and is known before one runs. */
export interface HostTraits {
  mergeMethods: readonly MergeMethod[];
  /** Of a pull request, in characters */
  maxTitleLength: number;
  /** Names that the server knows; absent where the host has no such thing */
  label?: string;
  reviewer?: string;
  /** Where the server runs workflows; `missing` where it tells one from another */
  workflow?: { file: string; missing?: string };
  /** Whether a closed pull request can be opened again */
  canReopen: boolean;
  /** Whether the host can rebuild a branch */
  remakesBranches: boolean;
  /** Where the host takes one file in a commit, and can't delete any */
  commitsFilesApart?: true;
  /** Where the host tells a symbolic link from a file when it is read, and not in a list */
  listsLinksAsFiles?: true;
  /** Whether the subject can archive its repository */
  canArchive: boolean;
  /** Whether the host can make repositories; then the subject has `newUrls` and `nowhereUrl` */
  makesRepositories: boolean;
  /** Whether the subject has credentials that may only read */
  hasReader: boolean;
}

/** Which of the coming requests fails: by default the next. */
export interface WhichRequest {
  /** Only those that change something: neither GET nor HEAD */
  isChange?: boolean;
  /** How many of those pass before */
  skip?: number;
}

/** A host with a fresh repository that holds {@link seed}, and the means to act as others do. */
export interface HostSubject {
  host: GitHost;
  /** Clone address of the repository; its default branch is `main` */
  url: string;
  /** Clone address of a repository that isn't there */
  missingUrl: string;
  /**
   * Of repositories that aren't there and can be made, for each kind of owner that the server knows
   */
  newUrls?: string[];
  /** Of a repository whose owner, `no-such-owner`, isn't there */
  nowhereUrl?: string;
  /** Where the host can change rights */
  rights?: StoredRights;
  /** What must not stand in an error */
  secret: string;
  /** The same host with a token that was revoked */
  stranger: GitHost;
  /** The same host with credentials that may read and no more */
  reader?: GitHost;

  /** A commit by someone else, on a branch that is made from `main` where it is missing. Its SHA */
  commitDirectly(
    branch: string,
    files: Record<string, string | null>,
  ): Promise<string>;
  /** Replaces a branch by a commit on `main` that changes the files. Its SHA */
  forcePush(branch: string, files: Record<string, string>): Promise<string>;
  deleteBranch(branch: string): Promise<void>;
  branches(): Promise<string[]>;
  /** By a person, on the host's pages. The number */
  openOnPage(pull: {
    branch: string;
    base: string;
    title: string;
  }): Promise<number>;
  mergeOnPage(number: number, method: MergeMethod): Promise<void>;
  closeOnPage(number: number): Promise<void>;
  /** Gives it another base */
  retargetOnPage(number: number, base: string): Promise<void>;
  reopenOnPage?(number: number): Promise<void>;
  archive?(): Promise<void>;
  /** Of the head of a pull request, the newest of each context */
  statuses(of: { number: number; head: string }): Promise<StoredStatus[]>;
  /** What the host holds of every pull request, by their numbers */
  pulls(): Promise<StoredPull[]>;

  close(): Promise<void>;
}

/** One whose server fails when it is asked to, as only a simulated one does. */
export interface FailingSubject extends HostSubject {
  failNext(failure: Failure, which?: WhichRequest): void;
  /** Moves the clock of the host */
  passTime(ms: number): void;
}

/** What the server knows of the rights in one repository. */
export interface StoredRights {
  /** Clone address of the repository, in which nobody has rights yet */
  url: string;
  /** That the server knows; on Gitea one that may write */
  team: string;
  user: string;
  /** Whether the host can't require approvals */
  protectsInPart?: boolean;
  /** Roles by the names of those who have them */
  access(): Promise<Record<string, string>>;
  /** Whether pushes to the branch are refused */
  isProtected(branch: string): Promise<boolean>;
}

/** As the host shows it. */
export interface StoredStatus {
  context: string;
  state: 'success' | 'failure' | 'pending';
  description: string;
  url?: string;
}

export interface StoredPull {
  title: string;
  body: string;
  /** Undefined where the host has no such thing, or the server does not tell */
  labels?: string[];
  reviewers?: string[];
  comments?: string[];
}

export const image = 'apps/pricing/envs/production/kustomization.yaml';
export const oddName = 'docs/read me #1 100% ü.md';
export const binary = Uint8Array.from({ length: 512 }, (_, index) => index);

/** What every subject's repository holds, in one commit on `main`. */
export const seed: ReadonlyMap<string, FileChange> = new Map<
  string,
  FileChange
>([
  [image, 'images:\n  - name: pricing\n    newTag: 1.4.0\n'],
  ['apps/pricing/base/deployment.yaml', 'kind: Deployment\n'],
  ['apps/pricing/link.yaml', { link: 'base/deployment.yaml' }],
  ['README.md', '# GitOps\n'],
  [oddName, 'odd\n'],
  ['empty.txt', ''],
  ['logo.png', binary],
  ['large.bin', Buffer.alloc(1024 * 1024 + 1, 'x')],
]);
