import type { CallOptions, MergeMethod, MergeRequest } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { cutLines } from '../rest/cut';
import { methodRefused } from '../rest/methodRefused';
import { Refusal, unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import { stateOf } from './pullRequestOf';
import * as schemas from './schemas';

const MAX_COMMENT = 32_768;

/**
 * Bitbucket's strategies by our methods, the best first.
 * https://confluence.atlassian.com/bitbucketserver/pull-request-merge-strategies-844499235.html
 */
const strategies: Record<MergeMethod, readonly string[]> = {
  merge: ['no-ff'],
  squash: ['squash', 'squash-ff-only'],
  rebase: ['rebase-ff-only', 'rebase-no-ff'],
};

type Found = schemas.BitbucketServerPullRequest;

/** How Bitbucket merges and declines pull requests. */
export class BitbucketServerMerges {
  constructor(
    protected readonly api: RestApi,
    protected readonly name: string,
  ) {}

  async accept(
    request: MergeRequest,
    options: CallOptions,
  ): Promise<string | undefined> {
    const strategyId = await this.#strategyOf(request, options);
    try {
      return await this.#atItsVersion(request.number, options, async found => {
        if (found.draft) return 'it is a draft';
        await this.#merge(request, found, { strategyId }, options);
        return undefined;
      });
    } catch (error) {
      const isNotNow = error instanceof Refusal && error.problem === 'invalid';
      if (!isNotNow) throw error;
      return `Bitbucket refuses to merge it (${error.words})`;
    }
  }

  /** Bitbucket 8.15 and later, where the repository allows it. */
  async acceptWhenReady(
    request: MergeRequest,
    options: CallOptions,
  ): Promise<boolean> {
    const strategyId = await this.#strategyOf(request, options);
    const json = { strategyId, autoMerge: true };
    const answer = await unlessRefused([400, 403, 409], () =>
      this.#atItsVersion(request.number, options, async found => {
        await this.#merge(request, found, json, options);
        return true;
      }),
    );
    return answer ?? false;
  }

  async isQueued(number: number, { signal }: CallOptions): Promise<boolean> {
    const path = `/pull-requests/${number}/auto-merge`;
    const answer = await unlessRefused([404], () =>
      this.api.send({ path, signal }),
    );
    return answer?.status === 200;
  }

  /** 404: it was not to be merged. 409: it is not open any more. */
  async cancelMerge(number: number, { signal }: CallOptions): Promise<void> {
    const path = `/pull-requests/${number}/auto-merge`;
    await unlessRefused([404, 409], () =>
      this.api.send({ method: 'DELETE', path, signal }),
    );
  }

  async decline(
    { number, comment }: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<void> {
    const path = `/pull-requests/${number}`;
    await this.#atItsVersion(number, options, ({ version }) =>
      this.post(`${path}/decline`, {}, options, { version }),
    );
    if (comment)
      await this.post(
        `${path}/comments`,
        { text: cutLines(comment, MAX_COMMENT) },
        options,
      );
  }

  /**
   * The strategy with which a pull request is merged; undefined for the repository's own.
   *
   * @throws GitHostError `invalid` where the repository allows none of the method
   */
  async #strategyOf(
    { number, method }: MergeRequest,
    { signal }: CallOptions,
  ): Promise<string | undefined> {
    if (method === undefined) return undefined;
    const path = '/settings/pull-requests';
    const settings = await unlessRefused([401, 403, 404], () =>
      this.api.json({ path, signal }, schemas.pullRequestSettings),
    );
    const enabled = settings?.mergeConfig?.strategies
      ?.filter(one => one.enabled !== false)
      .map(({ id }) => id);
    if (!enabled) return strategies[method][0];
    const allowing = (one: MergeMethod) =>
      strategies[one].find(id => enabled.includes(id));
    const strategy = allowing(method);
    if (strategy !== undefined) return strategy;
    const allowed = (['merge', 'squash', 'rebase'] as const).filter(allowing);
    throw methodRefused(`${this.name} #${number}`, { method, allowed });
  }

  /**
   * The version of a pull request grows with its head, so that nothing is merged that was pushed
   * since.
   */
  async #merge(
    { number, expectedHead, expectedBase }: MergeRequest,
    { version, fromRef: { latestCommit }, toRef }: Found,
    json: { strategyId?: string; autoMerge?: boolean },
    options: CallOptions,
  ): Promise<void> {
    const isRetargeted =
      expectedBase !== undefined && toRef.displayId !== expectedBase;
    if (latestCommit !== expectedHead || isRetargeted)
      throw new GitHostError(
        'conflict',
        `${this.name} #${number} was changed since it was looked at: it is not merged`,
      );
    const path = `/pull-requests/${number}/merge`;
    await this.post(path, json, options, { version });
  }

  /**
   * Does what needs the version of an open pull request. Reviewers and comments may change it too,
   * so it is looked at once more where it is another by then. One that is not open any more is left
   * as it is.
   */
  async #atItsVersion<T>(
    number: number,
    options: CallOptions,
    work: (found: Found) => Promise<T>,
  ): Promise<T | undefined> {
    const found = await this.show(number, options);
    if (stateOf(found) !== 'open') return undefined;
    try {
      return await work(found);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'conflict')
        throw error;
      const now = await this.show(number, options);
      if (stateOf(now) !== 'open') return undefined;
      if (now.version === found.version) throw error;
      return work(now);
    }
  }

  protected show(number: number, { signal }: CallOptions): Promise<Found> {
    const path = `/pull-requests/${number}`;
    return this.api.json({ path, signal }, schemas.pullRequest);
  }

  protected post(
    path: string,
    json: object,
    { signal }: CallOptions,
    query?: { version: number },
  ) {
    return this.api.send({ method: 'POST', path, query, json, signal });
  }
}
