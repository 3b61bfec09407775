import type { CallOptions, MergeRequest } from '../GitHost';
import { Refusal } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

const strategies = {
  merge: 'merge_commit',
  squash: 'squash',
  rebase: 'rebase_fast_forward',
} as const;

/** How Bitbucket merges and declines pull requests. */
export class BitbucketCloudMerges {
  constructor(protected readonly api: RestApi) {}

  /**
   * Bitbucket takes no expected head: one that moves between the look at it and the merge is
   * merged. It may answer 202 and merge in the background, which is seen afterwards; and 400 for
   * whatever keeps it from merging.
   */
  async accept(
    { number, method }: MergeRequest,
    { signal }: CallOptions,
  ): Promise<string | undefined> {
    const path = `/pullrequests/${number}`;
    const found = await this.show(number, { signal });
    if (found.draft) return 'it is a draft';
    if (found.queued) return 'it waits in the merge queue';
    try {
      await this.api.send({
        method: 'POST',
        path: `${path}/merge`,
        json: method ? { merge_strategy: strategies[method] } : {},
        signal,
      });
      return undefined;
    } catch (error) {
      if (error instanceof Refusal && error.status === 400)
        return `Bitbucket refuses to merge it (${error.words})`;
      throw error;
    }
  }

  async decline(
    { number, comment }: { number: number; comment?: string },
    { signal }: CallOptions,
  ): Promise<void> {
    const path = `/pullrequests/${number}`;
    await this.api.send({ method: 'POST', path: `${path}/decline`, signal });
    if (comment)
      await this.api.send({
        method: 'POST',
        path: `${path}/comments`,
        json: { content: { raw: comment } },
        signal,
      });
  }

  protected show(number: number, { signal }: CallOptions) {
    const path = `/pullrequests/${number}`;
    return this.api.json({ path, signal }, schemas.pullRequest);
  }
}
