import type {
  CallOptions,
  MergeMethod,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { newest } from '../rest/newest';
import { Refusal } from '../rest/Refusal';
import { RestApi, unlessRefused } from '../rest/RestApi';
import type { RestPullRequests } from '../rest/RestPullRequests';
import { openPullRequest } from './openPullRequest';
import { pullRequestOf, stateOf } from './pullRequestOf';
import { fullHash, headOf } from './refs';
import * as schemas from './schemas';
import { valuesOf } from './valuesOf';

/** Of builds. */
const MAX_PAGES = 10;

const strategies = {
  merge: 'merge_commit',
  squash: 'squash',
  rebase: 'rebase_fast_forward',
} as const;

export class BitbucketPullRequests implements RestPullRequests {
  readonly #options: {
    /** Of the repository */
    api: RestApi;
    /** Of the workspace, for its members */
    workspace: RestApi;
    name: string;
    repositoryUrl: string;
  };

  constructor(options: {
    api: RestApi;
    workspace: RestApi;
    name: string;
    repositoryUrl: string;
  }) {
    this.#options = options;
  }

  async find(
    { branch, base }: { branch: string; base: string },
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const { api, name } = this.#options;
    const source = `source.branch.name = ${JSON.stringify(branch)}`;
    const destination = `destination.branch.name = ${JSON.stringify(base)}`;
    const query = {
      state: ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'],
      q: `${source} AND ${destination}`,
      sort: '-created_on',
      pagelen: 50,
    };
    const { values } = await api.json(
      { path: '/pullrequests', query, signal: options.signal },
      schemas.pullRequests,
    );
    // A fork's branch may have the same name; that of a fork that is gone has no repository
    const own = values.filter(
      ({ source: { repository } }) =>
        repository?.full_name.toLowerCase() === name.toLowerCase(),
    );
    const chosen = newest(own, one => ({
      state: stateOf(one),
      number: one.id,
    }));
    return chosen && this.get(chosen.id, options);
  }

  async get(number: number, options: CallOptions): Promise<PullRequest> {
    const { api, repositoryUrl } = this.#options;
    const { signal } = options;
    const path = `/pullrequests/${number}`;
    const found = await api.json({ path, signal }, schemas.pullRequest);
    const isOpen = stateOf(found) === 'open';
    const shortHead = found.source.commit?.hash ?? '';
    const merged = found.merge_commit?.hash;
    return pullRequestOf(found, {
      repositoryUrl,
      head:
        (isOpen && (await headOf(api, found.source.branch.name, options))) ||
        (await fullHash(api, shortHead, options)) ||
        shortHead,
      mergeCommit: merged && (await fullHash(api, merged, options)),
      checks: isOpen ? await this.#checks(number, options) : undefined,
    });
  }

  open(request: PullRequestChange, options: CallOptions) {
    const { api, workspace } = this.#options;
    return openPullRequest(api, workspace, request, options);
  }

  /**
   * Bitbucket takes no expected head: one that moves between the look at it and the merge is merged. It may answer 202 and merge in the background, which
   * is seen afterwards; and 400 for whatever keeps it from merging.
   */
  async accept(
    { number, method }: { number: number; method?: MergeMethod },
    { signal }: CallOptions,
  ): Promise<string | undefined> {
    const { api } = this.#options;
    const path = `/pullrequests/${number}`;
    const found = await api.json({ path, signal }, schemas.pullRequest);
    if (found.draft) return 'it is a draft';
    if (found.queued) return 'it waits in the merge queue';
    try {
      await api.send({
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
    const { api } = this.#options;
    const path = `/pullrequests/${number}`;
    await api.send({ method: 'POST', path: `${path}/decline`, signal });
    if (comment)
      await api.send({
        method: 'POST',
        path: `${path}/comments`,
        json: { content: { raw: comment } },
        signal,
      });
  }

  /** Undefined where the credentials may not see them. */
  async #checks(
    number: number,
    { signal }: CallOptions,
  ): Promise<PullRequest['checks']> {
    const path = `/pullrequests/${number}/statuses`;
    const found = await unlessRefused([401, 403, 404], () =>
      valuesOf(
        this.#options.api,
        { path, signal },
        schemas.statuses,
        MAX_PAGES,
      ),
    );
    if (!found) return undefined;
    const count = (...states: string[]) =>
      found.filter(({ state }) => states.includes(state)).length;
    return {
      passed: count('SUCCESSFUL'),
      failed: count('FAILED', 'STOPPED'),
      pending: count('INPROGRESS'),
    };
  }
}
