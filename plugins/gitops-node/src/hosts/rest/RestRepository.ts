import {
  BranchChange,
  CallOptions,
  Commit,
  DirectoryEntry,
  GitRepository,
  MAX_FILE_BYTES,
  MergeAnswer,
  MergeMethod,
  PullRequest,
  PullRequestChange,
  RepositoryInfo,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import { pathParts } from '../pathParts';
import { changing } from './changing';
import { ensureBranch } from './ensureBranch';
import { EnsuredPullRequest, ensurePullRequest } from './ensurePullRequest';
import { inParallel } from './inParallel';
import { mergePullRequest } from './mergePullRequest';
import type { RestPullRequests } from './RestPullRequests';

const MAX_COMMITS = 50;

/** What every host behind a REST API does alike: finding before making, looking before and after merging, telling an archived repository from a missing right. */
export abstract class RestRepository implements GitRepository {
  readonly host: string;
  readonly name: string;
  readonly url: string;

  constructor(options: { host: string; name: string; url: string }) {
    this.host = options.host;
    this.name = options.name;
    this.url = options.url;
  }

  protected abstract readonly pulls: RestPullRequests;

  abstract get(options: CallOptions): Promise<RepositoryInfo>;

  abstract head(
    branch: string,
    options: CallOptions,
  ): Promise<string | undefined>;

  abstract isContained(
    question: { commit: string; of: string },
    options: CallOptions,
  ): Promise<boolean>;

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

  /** Makes the branch with its commit, and answers its head. */
  protected abstract push(
    change: BranchChange,
    options: CallOptions,
  ): Promise<string>;

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

  /** Success too where there is none. */
  protected abstract removeBranch(
    branch: string,
    options: CallOptions,
  ): Promise<void>;

  async read(
    file: { path: string; ref: string },
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const path = plain(file.path);
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
    const path = plain(directory.path);
    return this.entriesIn({ ...directory, path }, options);
  }

  async commits(
    of: { path: string; ref: string; limit: number },
    options: CallOptions,
  ): Promise<Commit[]> {
    const limit = Math.min(of.limit, MAX_COMMITS);
    return this.commitsOf({ ...of, limit, path: plain(of.path) }, options);
  }

  async ensureBranch(
    change: BranchChange,
    options: CallOptions,
  ): Promise<{ head: string; made: boolean }> {
    const files = new Map(
      [...change.files].map(([path, bytes]) => [plain(path), bytes]),
    );
    const plainChange = { ...change, files };
    return ensureBranch(this, plainChange, options, {
      make: () =>
        changing(this, options, () => this.push(plainChange, options)),
      differing: of => this.differing(of, options),
    });
  }

  ensurePullRequest(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<EnsuredPullRequest> {
    return ensurePullRequest(this, request, options, () =>
      changing(this, options, () => this.pulls.open(request, options)),
    );
  }

  findPullRequest(
    of: { branch: string; base: string },
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    return this.pulls.find(of, options);
  }

  pullRequest(number: number, options: CallOptions): Promise<PullRequest> {
    return this.pulls.get(number, options);
  }

  merge(
    merge: { number: number; expectedHead: string; method?: MergeMethod },
    options: CallOptions,
  ): Promise<MergeAnswer> {
    return mergePullRequest(this, merge, options, () =>
      changing(this, options, () => this.pulls.accept(merge, options)),
    );
  }

  async close(
    close: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<PullRequest> {
    const present = await this.pullRequest(close.number, options);
    if (present.state !== 'open') return present;
    await changing(this, options, () => this.pulls.decline(close, options));
    return this.pullRequest(close.number, options);
  }

  deleteBranch(branch: string, options: CallOptions): Promise<void> {
    return changing(this, options, () => this.removeBranch(branch, options));
  }
}

/** Without slashes that name nothing. @throws GitHostError `invalid` where it leads elsewhere */
function plain(path: string): string {
  return pathParts(path).join('/');
}
