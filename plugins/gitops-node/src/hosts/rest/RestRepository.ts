import type {
  CallOptions,
  GitRepository,
  MergeAnswer,
  MergeRequest,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { changing } from './changing';
import { EnsuredPullRequest, ensurePullRequest } from './ensurePullRequest';
import { mergePullRequest } from './mergePullRequest';
import { RestBranches } from './RestBranches';
import type { RestPullRequests } from './RestPullRequests';
import { plainPath } from './RestReader';

/**
 * What every host behind a REST API does alike: finding before making, looking before and after
 * merging, telling an archived repository from a missing right.
 */
export abstract class RestRepository
  extends RestBranches
  implements GitRepository
{
  protected abstract readonly pulls: RestPullRequests;

  ensurePullRequest(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<EnsuredPullRequest> {
    return this.alone(['pull request', request.branch], options, () =>
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
    return this.alone(['merge', merge.number], options, () =>
      mergePullRequest(this, merge, options, {
        accept: () =>
          changing(this, options, () => this.pulls.accept(merge, options)),
        acceptWhenReady: async () =>
          (await this.pulls.acceptWhenReady?.(merge, options)) ?? false,
      }),
    );
  }

  get isQueued(): GitRepository['isQueued'] {
    const { pulls } = this;
    return (
      pulls.isQueued && ((of, options) => pulls.isQueued!(of.number, options))
    );
  }

  get cancelMerge(): GitRepository['cancelMerge'] {
    const { pulls } = this;
    return (
      pulls.cancelMerge &&
      ((of, options) => pulls.cancelMerge!(of.number, options))
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

  async deleteBranch(branch: string, options: CallOptions): Promise<void> {
    const name = plainPath(branch);
    // Hosts would close those, or leave them without a base
    if (await this.pulls.isBase(name, options)) return;
    await changing(this, options, () => this.removeBranch(name, options));
  }

  async #refused(
    names: readonly string[],
    options: CallOptions,
    work: () => Promise<string[]>,
  ): Promise<{ refused: string[] }> {
    if (names.length === 0) return { refused: [] };
    return { refused: await changing(this, options, work) };
  }
}
