import {
  BranchChange,
  CallOptions,
  Commit,
  Comparison,
  DirectoryEntry,
  MAX_FILE_BYTES,
  RepositoryInfo,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import { pathParts } from './encoded';
import { inParallel } from './inParallel';
import { pullRequestNamedBy } from './pullRequestNamedBy';
import type { RestApi } from './RestApi';

const MAX_COMMITS = 50;

/** What {@link RestReader.compare} asks of a host, of a path that is checked. */
export interface Range {
  from: string;
  to: string;
  path: string;
}

/** Newest first, at least as many as are shown where there are more; `total` where it is known. */
export interface CommitsInRange {
  commits: Commit[];
  total?: number;
}

export interface Place {
  path: string;
  ref: string;
}

/** What each host does its own way about files, of paths that are checked. */
export interface RestFiles {
  /** Undefined where there is none */
  read(file: Place, options: CallOptions): Promise<Uint8Array | undefined>;
  /** Undefined or empty where there is none */
  list(
    directory: Place,
    options: CallOptions,
  ): Promise<DirectoryEntry[] | undefined>;
}

export interface RestReaderOptions {
  host: string;
  name: string;
  url: string;
  /** Of the repository */
  api: RestApi;
}

/** What every host behind a REST API reads alike. */
export abstract class RestReader {
  readonly host: string;
  readonly name: string;
  readonly url: string;

  protected readonly api: RestApi;
  protected abstract readonly files: RestFiles;
  /** Whether a missing file may mean that the repository is missing, which is looked at then */
  protected readonly looksForRepository: boolean = true;

  constructor(options: RestReaderOptions) {
    this.host = options.host;
    this.name = options.name;
    this.url = options.url;
    this.api = options.api;
  }

  abstract get(options: CallOptions): Promise<RepositoryInfo>;

  abstract head(
    branch: string,
    options: CallOptions,
  ): Promise<string | undefined>;

  abstract isContained(
    question: { commit: string; of: string },
    options: CallOptions,
  ): Promise<boolean | undefined>;

  /** As `commits`, of a path that is checked. */
  protected abstract commitsOf(
    of: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]>;

  /** Undefined where the host doesn't know one of the commits. */
  protected abstract commitsIn(
    range: Range,
    options: CallOptions,
  ): Promise<CommitsInRange | undefined>;

  /** The host's page of the difference. */
  protected abstract comparePage(of: { from: string; to: string }): string;

  /** What was found. Where that is nothing, the repository itself may be missing. */
  protected async orAbsent<T>(
    found: T | undefined,
    options: CallOptions,
  ): Promise<T | undefined> {
    if (found === undefined) await this.checkPresence(options);
    return found;
  }

  /** @throws GitHostError where the repository is not there */
  protected async checkPresence(options: CallOptions): Promise<void> {
    await this.get(options);
  }

  /**
   * The first of the files that a commit has otherwise; undefined where it has all. Hosts that tell
   * it without giving out every file do so.
   */
  protected async differing(
    { files, ref }: { files: BranchChange['files']; ref: string },
    options: CallOptions,
  ): Promise<string | undefined> {
    const isSame = await inParallel(files, async ([path, bytes]) => {
      const there = await this.read({ path, ref }, options);
      return there === undefined || bytes === null
        ? there === undefined && bytes === null
        : Buffer.compare(there, bytes) === 0;
    });
    return [...files.keys()][isSame.indexOf(false)];
  }

  async read(
    file: Place,
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const path = plainPath(file.path);
    try {
      const found = await this.files.read({ ...file, path }, options);
      return this.looksForRepository
        ? await this.orAbsent(found, options)
        : found;
    } catch (error) {
      if (!(error instanceof GitHostError) || error.problem !== 'tooLarge')
        throw error;
      throw new GitHostError(
        'tooLarge',
        `${this.name}: ${path} has more than ${MAX_FILE_BYTES} bytes`,
      );
    }
  }

  async list(
    directory: Place,
    options: CallOptions,
  ): Promise<DirectoryEntry[]> {
    const path = plainPath(directory.path);
    const found = await this.files.list({ ...directory, path }, options);
    return (await this.orAbsent(found, options)) ?? [];
  }

  async commits(
    of: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]> {
    const limit = Math.min(of.limit, MAX_COMMITS);
    return this.commitsOf({ ...of, limit, path: plainPath(of.path) }, options);
  }

  async compare(
    { from, to, path = '' }: { from: string; to: string; path?: string },
    options: CallOptions,
  ): Promise<Comparison | undefined> {
    const found = await this.commitsIn(
      { from, to, path: plainPath(path) },
      options,
    );
    return (
      found && {
        total: found.total,
        commits: found.commits.slice(0, MAX_COMMITS).map(commit => ({
          ...commit,
          pullRequest: pullRequestNamedBy(commit),
        })),
        url: this.comparePage({ from, to }),
      }
    );
  }
}

/** Without slashes that name nothing. @throws GitHostError `invalid` where it leads elsewhere */
export function plainPath(path: string): string {
  return pathParts(path).join('/');
}

/** So many are asked of a host that lists a range: one more than is shown tells that there are. */
export const LISTED = MAX_COMMITS + 1;

/** A range of which a host lists at most {@link LISTED}. */
export function listed(commits: Commit[]): CommitsInRange {
  return {
    commits,
    total: commits.length < LISTED ? commits.length : undefined,
  };
}

/** A commit message's first line, and what follows it. */
export function messageParts(message: string): {
  subject: string;
  body: string;
} {
  const [subject, ...rest] = message.split('\n');
  return { subject: subject.trimEnd(), body: rest.join('\n').trim() };
}

/** With the paths as {@link plainPath} gives them. @throws GitHostError `invalid` */
export function plainFiles(
  files: BranchChange['files'],
): BranchChange['files'] {
  return new Map([...files].map(([path, bytes]) => [plainPath(path), bytes]));
}
