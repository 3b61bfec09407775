import {
  BranchChange,
  CallOptions,
  GitRepository,
  MergeAnswer,
  MergeRequest,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { changing } from './changing';
import { ensureBranch } from './ensureBranch';
import { EnsuredPullRequest, ensurePullRequest } from './ensurePullRequest';
import { mergePullRequest } from './mergePullRequest';
import type { OneAtATime } from './OneAtATime';
import { remakeBranch } from './remakeBranch';
import type { RestPullRequests } from './RestPullRequests';
import { plainPath, RestReader } from './RestReader';

/**
 * What every host behind a REST API does alike: finding before making, looking before and after
 * merging, telling an archived repository from a missing right.
 */
export abstract class RestRepository
  extends RestReader
  implements GitRepository
{
  readonly #works: OneAtATime;

  constructor(options: {
    host: string;
    name: string;
    url: string;
    /** Of the host */
    works: OneAtATime;
  }) {
    super(options);
    this.#works = options.works;
  }

  protected abstract readonly pulls: RestPullRequests;

  /** Makes the branch with its commit, and answers its head. */
  protected abstract push(
    change: BranchChange,
    options: CallOptions,
  ): Promise<string>;

  /**
   * For hosts that need several requests for a branch: goes on with one that was left half made, and
   * answers its head. Undefined where the branch is not a part of what is asked for.
   */
  protected complete?(
    change: BranchChange,
    head: string,
    options: CallOptions,
  ): Promise<string | undefined>;

  /** Success too where there is none. */
  protected abstract removeBranch(
    branch: string,
    options: CallOptions,
  ): Promise<void>;

  async ensureBranch(
    change: BranchChange,
    options: CallOptions,
  ): Promise<{ head: string; made: boolean }> {
    const plainChange = { ...change, files: plainFiles(change.files) };
    return this.#alone(['branch', change.branch], options, () =>
      ensureBranch(this, plainChange, options, {
        make: () =>
          changing(this, options, () => this.push(plainChange, options)),
        differing: of => this.differing(of, options),
        complete: async head =>
          changing(this, options, async () =>
            this.complete?.(plainChange, head, options),
          ),
      }),
    );
  }

  /** For hosts that can replace a branch. */
  protected async remake(
    change: BranchChange & { expectedHead: string },
    options: CallOptions,
    replace: (change: BranchChange) => Promise<string>,
  ): Promise<{ head: string }> {
    const plainChange = { ...change, files: plainFiles(change.files) };
    return this.#alone(['branch', change.branch], options, () =>
      remakeBranch(this, plainChange, options, {
        replace: () => changing(this, options, () => replace(plainChange)),
        differing: of => this.differing(of, options),
      }),
    );
  }

  ensurePullRequest(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<EnsuredPullRequest> {
    return this.#alone(['pull request', request.branch], options, () =>
      ensurePullRequest(this, request, options, {
        find: of => this.pulls.find(of, options),
        open: () =>
          changing(this, options, () => this.pulls.open(request, options)),
      }),
    );
  }

  addLabels(
    { number, labels }: { number: number; labels: readonly string[] },
    options: CallOptions,
  ): Promise<{ refused: string[] }> {
    return this.#refused(labels, options, () =>
      this.pulls.addLabels(number, labels, options),
    );
  }

  requestReviewers(
    { number, reviewers }: { number: number; reviewers: readonly string[] },
    options: CallOptions,
  ): Promise<{ refused: string[] }> {
    return this.#refused(reviewers, options, () =>
      this.pulls.requestReviewers(number, reviewers, options),
    );
  }

  setStatus(status: OwnStatus, options: CallOptions): Promise<void> {
    return changing(this, options, () => this.pulls.setStatus(status, options));
  }

  findPullRequest(
    of: { branch: string; base?: string },
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    return this.pulls.find(of, options);
  }

  pullRequest(number: number, options: CallOptions): Promise<PullRequest> {
    return this.pulls.get(number, options);
  }

  merge(merge: MergeRequest, options: CallOptions): Promise<MergeAnswer> {
    return this.#alone(['merge', merge.number], options, () =>
      mergePullRequest(this, merge, options, {
        accept: () =>
          changing(this, options, () => this.pulls.accept(merge, options)),
        acceptWhenReady: async () =>
          (await this.pulls.acceptWhenReady?.(merge, options)) ?? false,
      }),
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

  async #refused(
    names: readonly string[],
    options: CallOptions,
    work: () => Promise<string[]>,
  ): Promise<{ refused: string[] }> {
    if (names.length === 0) return { refused: [] };
    return { refused: await changing(this, options, work) };
  }

  /**
   * Hosts don't: Gitea opens as many pull requests of the same branches as are asked for at once,
   * merges one twice, and lets nobody make a branch that is just being made; Bitbucket tells two
   * that they opened the same one. Other processes aren't waited for.
   */
  #alone<T>(
    what: readonly (string | number)[],
    options: CallOptions,
    work: () => Promise<T>,
  ): Promise<T> {
    const key = JSON.stringify([this.name, ...what]);
    return this.#works.run(key, options.signal, work);
  }
}

function plainFiles(files: BranchChange['files']): BranchChange['files'] {
  return new Map([...files].map(([path, bytes]) => [plainPath(path), bytes]));
}
