import type {
  CallOptions,
  MergeRequest,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { cutTitle } from '../rest/cut';
import { isOwnStatus } from '../rest/isOwnStatus';
import { newest } from '../rest/newest';
import { Refusal, unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import { refusedBy } from '../rest/refusedBy';
import type {
  PullRequestQuery,
  RestPullRequests,
} from '../rest/RestPullRequests';
import { pullRequestOf, stateOf } from './pullRequestOf';
import { fullHash, headOf } from './refs';
import { defaultReviewers, memberId } from './reviewers';
import * as schemas from './schemas';
import { valuesOf } from './valuesOf';

const MAX_TITLE = 255;
/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-commit-statuses/ */
const MAX_STATUS_KEY = 40;
const MAX_STATUS = 255;
/** Of builds. */
const MAX_PAGES = 10;

const statusStates = {
  success: 'SUCCESSFUL',
  failure: 'FAILED',
  pending: 'INPROGRESS',
} as const;

const strategies = {
  merge: 'merge_commit',
  squash: 'squash',
  rebase: 'rebase_fast_forward',
} as const;

export class BitbucketPullRequests implements RestPullRequests {
  constructor(
    private readonly options: {
      /** Of the repository */
      api: RestApi;
      /** Of the workspace, for its members */
      workspace: RestApi;
      name: string;
      repositoryUrl: string;
    },
  ) {}

  async find(
    { branch, base, isOpen }: PullRequestQuery,
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const { api, name } = this.options;
    const places = [
      `source.branch.name = ${JSON.stringify(branch)}`,
      base && `destination.branch.name = ${JSON.stringify(base)}`,
    ];
    const query = {
      state: isOpen ? ['OPEN'] : ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'],
      q: places.filter(Boolean).join(' AND '),
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
    const { api, repositoryUrl } = this.options;
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

  /** Bitbucket asks default reviewers by itself on its own pages alone. */
  async open(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<number> {
    const { api } = this.options;
    const json = {
      title: cutTitle(request.title, MAX_TITLE),
      description: request.body,
      source: { branch: { name: request.branch } },
      destination: { branch: { name: request.base } },
    };
    const { id } = await api.json(
      { method: 'POST', path: '/pullrequests', json, signal: options.signal },
      schemas.pullRequest,
    );
    const reviewers = await defaultReviewers(api, options);
    if (reviewers.length > 0)
      await this.requestReviewers(id, reviewers, options);
    return id;
  }

  /** Bitbucket has no labels on pull requests: all are refused. */
  async addLabels(_: number, labels: readonly string[]): Promise<string[]> {
    return [...labels];
  }

  /**
   * One by one, because a single one that Bitbucket doesn't take fails a request; the pull request's
   * author is such a one, also as a default reviewer. Each request replaces those of before.
   */
  async requestReviewers(
    number: number,
    reviewers: readonly string[],
    options: CallOptions,
  ): Promise<string[]> {
    const { api, workspace } = this.options;
    const { signal } = options;
    const path = `/pullrequests/${number}`;
    const before = await api.json({ path, signal }, schemas.pullRequest);
    const { title, description } = before;
    let asked = before.reviewers?.map(({ uuid }) => ({ uuid })) ?? [];
    return refusedBy(reviewers, async name => {
      const uuid = await memberId(workspace, name, options);
      if (uuid === undefined) return false;
      if (asked.some(one => one.uuid === uuid)) return true;
      const all = [...asked, { uuid }];
      const json = { title, description: description ?? '', reviewers: all };
      await api.send({ method: 'PUT', path, json, signal });
      asked = all;
      return true;
    });
  }

  /** Bitbucket demands a page that says more. */
  async setStatus(
    { sha, context, state, description, url }: OwnStatus,
    { signal }: CallOptions,
  ): Promise<void> {
    const { api, repositoryUrl } = this.options;
    const json = {
      key: cutTitle(context, MAX_STATUS_KEY),
      name: context,
      state: statusStates[state],
      description: cutTitle(description, MAX_STATUS),
      url: url ?? `${repositoryUrl}/commits/${sha}`,
    };
    const path = `/commit/${sha}/statuses/build`;
    await api.send({ method: 'POST', path, json, signal });
  }

  /**
   * Bitbucket takes no expected head: one that moves between the look at it and the merge is merged. It may answer 202 and merge in the background, which
   * is seen afterwards; and 400 for whatever keeps it from merging.
   */
  async accept(
    { number, method }: MergeRequest,
    { signal }: CallOptions,
  ): Promise<string | undefined> {
    const { api } = this.options;
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
    const { api } = this.options;
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
      valuesOf(this.options.api, { path, signal }, schemas.statuses, MAX_PAGES),
    );
    if (!found) return undefined;
    const others = found.filter(({ key }) => !isOwnStatus(key));
    const count = (...states: string[]) =>
      others.filter(({ state }) => states.includes(state)).length;
    return {
      passed: count('SUCCESSFUL'),
      failed: count('FAILED', 'STOPPED'),
      pending: count('INPROGRESS'),
    };
  }
}
