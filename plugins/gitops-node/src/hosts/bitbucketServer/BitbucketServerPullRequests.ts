import type {
  CallOptions,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { cutLines, cutTitle } from '../rest/cut';
import {
  newest,
  PullRequestQuery,
  RestPullRequests,
} from '../rest/RestPullRequests';
import { Refusal } from '../rest/Refusal';
import { refusedBy } from '../rest/refusedBy';
import type { BitbucketServerApis } from './BitbucketServerApis';
import { BitbucketServerMerges } from './BitbucketServerMerges';
import { defaultReviewers } from './reviewers';
import {
  checksOf,
  endingUser,
  mergeabilityOf,
  mergeCommitOf,
  pullRequestOf,
  stateOf,
} from './pullRequestOf';
import * as schemas from './schemas';
import { valuesOf } from './valuesOf';

const MAX_TITLE = 255;
const MAX_TEXT = 32_768;
/** Of a status. */
const MAX_DESCRIPTION = 255;
const MAX_PAGES = 10;

const statusStates = {
  success: 'SUCCESSFUL',
  failure: 'FAILED',
  pending: 'INPROGRESS',
} as const;

const pullRequests = schemas.pageOf(schemas.pullRequest);

type Found = schemas.BitbucketServerPullRequest;

export class BitbucketServerPullRequests
  extends BitbucketServerMerges
  implements RestPullRequests
{
  readonly #apis: BitbucketServerApis;
  readonly #repositoryUrl: string;

  constructor(apis: BitbucketServerApis, name: string, repositoryUrl: string) {
    super(apis.repository, name);
    this.#apis = apis;
    this.#repositoryUrl = repositoryUrl;
  }

  /** Outgoing ones: a fork's branch may have the same name. */
  async find(
    { branch, base, isOpen }: PullRequestQuery,
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const query = {
      at: `refs/heads/${branch}`,
      direction: 'OUTGOING',
      state: isOpen ? 'OPEN' : 'ALL',
      order: 'NEWEST',
    };
    const { signal } = options;
    const found = await valuesOf(
      this.api,
      { path: '/pull-requests', query, signal },
      pullRequests,
      MAX_PAGES,
    );
    const chosen = newest(
      found.filter(
        ({ toRef }) =>
          this.#isOwn(toRef) && [undefined, toRef.displayId].includes(base),
      ),
      one => ({ state: stateOf(one), number: one.id }),
    );
    return chosen && this.get(chosen.id, options);
  }

  async isBase(branch: string, { signal }: CallOptions): Promise<boolean> {
    const query = {
      at: `refs/heads/${branch}`,
      direction: 'INCOMING',
      state: 'OPEN',
      limit: 1,
    };
    const request = { path: '/pull-requests', query, signal };
    return (await valuesOf(this.api, request, pullRequests, 1)).length > 0;
  }

  async get(number: number, options: CallOptions): Promise<PullRequest> {
    const found = await this.show(number, options);
    const repositoryUrl = this.#repositoryUrl;
    if (stateOf(found) !== 'open')
      return pullRequestOf(found, {
        repositoryUrl,
        endedBy: await endingUser(this.api, found, options),
        mergeCommit: await mergeCommitOf(this.api, found, options),
      });
    const { latestCommit } = found.fromRef;
    return pullRequestOf(found, {
      repositoryUrl,
      mergeability: await mergeabilityOf(this.api, number, options),
      checks: await checksOf(this.#apis.buildStatus, latestCommit, options),
    });
  }

  /** Bitbucket asks default reviewers by itself on its own pages alone. */
  async open(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<number> {
    const { branch, base } = request;
    const of = { branch, base };
    const reviewers = await defaultReviewers(this.#apis, of, options);
    try {
      return await this.#open(request, reviewers, options);
    } catch (error) {
      // A single one that Bitbucket doesn't take fails the request
      const mayBeReviewers = error instanceof Refusal && error.status === 409;
      if (!mayBeReviewers || reviewers.length === 0) throw error;
      const number = await this.#open(request, [], options);
      await this.requestReviewers(number, reviewers, options);
      return number;
    }
  }

  /** Bitbucket has no labels on pull requests: all are refused. */
  async addLabels(_: number, labels: readonly string[]): Promise<string[]> {
    return [...labels];
  }

  requestReviewers(
    number: number,
    reviewers: readonly string[],
    options: CallOptions,
  ): Promise<string[]> {
    const path = `/pull-requests/${number}/participants`;
    return refusedBy(reviewers, name =>
      this.post(path, { user: { name }, role: 'REVIEWER' }, options),
    );
  }

  /**
   * A build is what is a commit status elsewhere. Bitbucket demands a page that says more. Its
   * merge check "Required builds" knows builds by their parent.
   */
  async setStatus(
    { sha, context, state, description, url }: OwnStatus,
    options: CallOptions,
  ): Promise<void> {
    const json = {
      key: context,
      parent: context,
      name: context,
      state: statusStates[state],
      description: cutTitle(description, MAX_DESCRIPTION),
      url: url ?? `${this.#repositoryUrl}/commits/${sha}`,
    };
    await this.post(`/commits/${sha}/builds`, json, options);
  }

  async #open(
    { title, body, branch, base }: PullRequestChange,
    reviewers: readonly string[],
    { signal }: CallOptions,
  ): Promise<number> {
    const [project, slug] = this.name.split('/');
    const repository = { slug, project: { key: project } };
    const json = {
      title: cutTitle(title, MAX_TITLE),
      description: cutLines(body, MAX_TEXT),
      fromRef: { id: `refs/heads/${branch}`, repository },
      toRef: { id: `refs/heads/${base}`, repository },
      reviewers: reviewers.map(name => ({ user: { name } })),
    };
    const { id } = await this.api.json(
      { method: 'POST', path: '/pull-requests', json, signal },
      schemas.pullRequest,
    );
    return id;
  }

  #isOwn({ repository }: Found['toRef']): boolean {
    const [project, slug] = this.name.split('/');
    const isSame = (one: string, other: string) =>
      one.toLowerCase() === other.toLowerCase();
    return (
      isSame(repository.slug, slug) && isSame(repository.project.key, project)
    );
  }
}
