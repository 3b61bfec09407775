import {
  BranchChange,
  CallOptions,
  Commit,
  DirectoryEntry,
  MAX_FILE_BYTES,
  RepositoryInfo,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import { pathParts } from '../pathParts';
import { inParallel } from './inParallel';

const MAX_COMMITS = 50;

/** What every host behind a REST API reads alike. */
export abstract class RestReader {
  readonly host: string;
  readonly name: string;
  readonly url: string;

  constructor(options: { host: string; name: string; url: string }) {
    this.host = options.host;
    this.name = options.name;
    this.url = options.url;
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

  /** As `read`, of a path that is checked. */
  protected abstract fileAt(
    file: { path: string; ref: string },
    options: CallOptions,
  ): Promise<Uint8Array | undefined>;

  /** As `list`, of a path that is checked. */
  protected abstract entriesIn(
    directory: { path: string; ref: string },
    options: CallOptions,
  ): Promise<DirectoryEntry[]>;

  /** As `commits`, of a path that is checked. */
  protected abstract commitsOf(
    of: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]>;

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

  /** The first of the files that a commit has otherwise; undefined where it has all. Hosts that tell it without giving out every file do so. */
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
    file: { path: string; ref: string },
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const path = plainPath(file.path);
    try {
      return await this.fileAt({ ...file, path }, options);
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
    directory: { path: string; ref: string },
    options: CallOptions,
  ): Promise<DirectoryEntry[]> {
    const path = plainPath(directory.path);
    return this.entriesIn({ ...directory, path }, options);
  }

  async commits(
    of: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]> {
    const limit = Math.min(of.limit, MAX_COMMITS);
    return this.commitsOf({ ...of, limit, path: plainPath(of.path) }, options);
  }
}

/** Without slashes that name nothing. @throws GitHostError `invalid` where it leads elsewhere */
export function plainPath(path: string): string {
  return pathParts(path).join('/');
}
