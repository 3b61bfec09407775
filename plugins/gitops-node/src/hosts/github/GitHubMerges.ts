import type { CallOptions, MergeMethod, MergeRequest } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { methodRefused } from '../rest/methodRefused';
import { Refusal } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import type { Waiting } from '../rest/RestPullRequests';
import { cancelMerge, isQueued, mergeWhenReady } from './mutations';
import * as schemas from './schemas';

const OUTDATED = /out[ -]of[ -]date|not up[ -]to[ -]date/i;

/** How GitHub merges and closes pull requests. */
export class GitHubMerges {
  protected readonly api: RestApi;
  protected readonly graphql: RestApi;
  protected readonly name: string;

  constructor(options: { api: RestApi; graphql: RestApi; name: string }) {
    this.api = options.api;
    this.graphql = options.graphql;
    this.name = options.name;
  }

  async accept(
    merge: MergeRequest,
    options: CallOptions,
  ): Promise<Waiting | undefined> {
    const first = await this.#merge(merge, options);
    // GitHub's own race with what was merged just before. Once is enough: whoever asks comes again
    const reason = first?.startsWith('Base branch was modified')
      ? await this.#merge(merge, options)
      : first;
    return reason !== undefined && OUTDATED.test(reason)
      ? { reason, isOutdated: true }
      : reason;
  }

  async acceptWhenReady(
    merge: MergeRequest,
    options: CallOptions,
  ): Promise<boolean> {
    const { node_id: id } = await this.show(merge.number, options);
    return mergeWhenReady(this.graphql, id, merge, options);
  }

  async isQueued(number: number, options: CallOptions): Promise<boolean> {
    const { node_id: id } = await this.show(number, options);
    return isQueued(this.graphql, id, options);
  }

  async cancelMerge(number: number, options: CallOptions): Promise<void> {
    const { node_id: id } = await this.show(number, options);
    return cancelMerge(this.graphql, id, options);
  }

  async decline(
    { number, comment }: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<void> {
    const { signal } = options;
    const path = `/pulls/${number}`;
    const json = { state: 'closed' };
    await this.api.send({ method: 'PATCH', path, json, signal });
    if (comment)
      await this.post(`/issues/${number}/comments`, { body: comment }, options);
  }

  /**
   * What it waits for, in GitHub's words. 405 has many causes, of which only a method that is
   * switched off stays.
   */
  async #merge(
    { number, expectedHead: sha, method: merge_method }: MergeRequest,
    options: CallOptions,
  ): Promise<string | undefined> {
    const path = `/pulls/${number}/merge`;
    const json = { sha, merge_method };
    const { signal } = options;
    try {
      await this.api.send({ method: 'PUT', path, json, signal });
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, words } = error;
      const name = `${this.name} #${number}`;
      if (status === 409 && /head branch/i.test(words))
        throw new GitHostError(
          'conflict',
          `${name} was changed since it was looked at: it is not merged`,
        );
      if (status === 405 && /not allowed on this repository/i.test(words))
        throw methodRefused(name, {
          method: merge_method,
          allowed: await this.#allowedMethods(options),
        });
      if (status !== 405 && status !== 409) throw error;
      return words || 'GitHub does not say why';
    }
  }

  async #allowedMethods({ signal }: CallOptions): Promise<MergeMethod[]> {
    const found = await this.api.json({ path: '', signal }, schemas.repository);
    const allowed = {
      merge: found.allow_merge_commit,
      squash: found.allow_squash_merge,
      rebase: found.allow_rebase_merge,
    };
    return (['merge', 'squash', 'rebase'] as const).filter(
      method => allowed[method],
    );
  }

  protected show(
    number: number,
    { signal }: CallOptions,
  ): Promise<schemas.Pull> {
    const path = `/pulls/${number}`;
    return this.api.look({ path, signal }, schemas.pull);
  }

  protected post(path: string, json: object, { signal }: CallOptions) {
    return this.api.send({ method: 'POST', path, json, signal });
  }
}
