import type {
  CallOptions,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { cutTitle } from '../rest/cut';
import {
  newest,
  PullRequestQuery,
  RestPullRequests,
} from '../rest/RestPullRequests';
import type { RestApi } from '../rest/RestApi';
import { refusedBy } from '../rest/refusedBy';
import { BitbucketCloudMerges } from './BitbucketCloudMerges';
import { checksOf, pullRequestOf, stateOf } from './pullRequestOf';
import { fullHash, headOf } from './refs';
import { defaultReviewers, memberId } from './reviewers';
import * as schemas from './schemas';

const MAX_TITLE = 255;
/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-commit-statuses/ */
const MAX_STATUS_KEY = 40;
const MAX_STATUS = 255;

const statusStates = {
  success: 'SUCCESSFUL',
  failure: 'FAILED',
  pending: 'INPROGRESS',
} as const;

export class BitbucketCloudPullRequests
  extends BitbucketCloudMerges
  implements RestPullRequests
{
  readonly #workspace: RestApi;
  readonly #name: string;
  readonly #repositoryUrl: string;

  constructor(options: {
    /** Of the repository */
    api: RestApi;
    /** Of the workspace, for its members */
    workspace: RestApi;
    name: string;
    repositoryUrl: string;
  }) {
    super(options.api);
    this.#workspace = options.workspace;
    this.#name = options.name;
    this.#repositoryUrl = options.repositoryUrl;
  }

  async find(
    { branch, base, isOpen }: PullRequestQuery,
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
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
    const { values } = await this.api.json(
      { path: '/pullrequests', query, signal: options.signal },
      schemas.pullRequests,
    );
    // A fork's branch may have the same name; that of a fork that is gone has no repository
    const own = values.filter(
      ({ source: { repository } }) =>
        repository?.full_name.toLowerCase() === this.#name.toLowerCase(),
    );
    const chosen = newest(own, one => ({
      state: stateOf(one),
      number: one.id,
    }));
    return chosen && this.get(chosen.id, options);
  }

  async isBase(branch: string, { signal }: CallOptions): Promise<boolean> {
    const query = {
      state: ['OPEN'],
      q: `destination.branch.name = ${JSON.stringify(branch)}`,
      pagelen: 1,
    };
    const { values } = await this.api.json(
      { path: '/pullrequests', query, signal },
      schemas.pullRequests,
    );
    return values.length > 0;
  }

  async get(number: number, options: CallOptions): Promise<PullRequest> {
    const found = await this.show(number, options);
    const isOpen = stateOf(found) === 'open';
    const shortHead = found.source.commit?.hash ?? '';
    const merged = found.merge_commit?.hash;
    return pullRequestOf(found, {
      repositoryUrl: this.#repositoryUrl,
      head:
        (isOpen &&
          (await headOf(this.api, found.source.branch.name, options))) ||
        (await fullHash(this.api, shortHead, options)) ||
        shortHead,
      mergeCommit: merged && (await fullHash(this.api, merged, options)),
      checks: isOpen ? await checksOf(this.api, number, options) : {},
    });
  }

  /** Bitbucket asks default reviewers by itself on its own pages alone. */
  async open(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<number> {
    const json = {
      title: cutTitle(request.title, MAX_TITLE),
      description: request.body,
      source: { branch: { name: request.branch } },
      destination: { branch: { name: request.base } },
    };
    const { id } = await this.api.json(
      { method: 'POST', path: '/pullrequests', json, signal: options.signal },
      schemas.pullRequest,
    );
    const reviewers = await defaultReviewers(this.api, options);
    if (reviewers.length > 0)
      await this.requestReviewers(id, reviewers, options);
    return id;
  }

  /** Bitbucket has no labels on pull requests: all are refused. */
  async addLabels(_: number, labels: readonly string[]): Promise<string[]> {
    return [...labels];
  }

  /**
   * One by one, because a single one that Bitbucket doesn't take fails a request; the pull
   * request's author is such a one, also as a default reviewer. Each request replaces those of
   * before.
   */
  async requestReviewers(
    number: number,
    reviewers: readonly string[],
    options: CallOptions,
  ): Promise<string[]> {
    const { signal } = options;
    const path = `/pullrequests/${number}`;
    const before = await this.show(number, options);
    const { title, description } = before;
    let asked = before.reviewers?.map(({ uuid }) => ({ uuid })) ?? [];
    return refusedBy(reviewers, async name => {
      const uuid = await memberId(this.#workspace, name, options);
      if (uuid === undefined) return false;
      if (asked.some(one => one.uuid === uuid)) return true;
      const all = [...asked, { uuid }];
      const json = { title, description: description ?? '', reviewers: all };
      await this.api.send({ method: 'PUT', path, json, signal });
      asked = all;
      return true;
    });
  }

  /** Bitbucket demands a page that says more. */
  async setStatus(
    { sha, context, state, description, url }: OwnStatus,
    { signal }: CallOptions,
  ): Promise<void> {
    const json = {
      key: cutTitle(context, MAX_STATUS_KEY),
      name: context,
      state: statusStates[state],
      description: cutTitle(description, MAX_STATUS),
      url: url ?? `${this.#repositoryUrl}/commits/${sha}`,
    };
    const path = `/commit/${sha}/statuses/build`;
    await this.api.send({ method: 'POST', path, json, signal });
  }
}
