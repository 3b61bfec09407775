import type {
  CallOptions,
  MergeRequest,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { cutLines, cutTitle } from '../rest/cut';
import { newest } from '../rest/newest';
import { Refusal, unlessRefused } from '../rest/Refusal';
import { refusedBy } from '../rest/refusedBy';
import type {
  PullRequestQuery,
  RestPullRequests,
} from '../rest/RestPullRequests';
import type { BitbucketServerApis } from './BitbucketServerApis';
import { checksOf, setBuild } from './builds';
import { endedBy, mergeCommitOf } from './ending';
import {
  acceptMerge,
  acceptWhenReady,
  cancelMerge,
  decline,
  isQueued,
} from './merging';
import { defaultReviewers } from './reviewers';
import { pullRequestOf, stateOf } from './pullRequestOf';
import * as schemas from './schemas';
import { showPullRequest } from './showPullRequest';
import { valuesOf } from './valuesOf';

const MAX_TITLE = 255;
const MAX_TEXT = 32_768;
const MAX_PAGES = 10;

const pullRequests = schemas.pageOf(schemas.pullRequest);

type Found = schemas.BitbucketServerPullRequest;

export class BitbucketServerPullRequests implements RestPullRequests {
  constructor(
    private readonly options: {
      apis: BitbucketServerApis;
      project: string;
      slug: string;
      repositoryUrl: string;
    },
  ) {}

  get #api() {
    return this.options.apis.repository;
  }

  get #place() {
    const { project, slug } = this.options;
    return { api: this.#api, name: `${project}/${slug}` };
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
      this.#api,
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

  async get(number: number, options: CallOptions): Promise<PullRequest> {
    const found = await showPullRequest(this.#api, number, options);
    const { repositoryUrl, apis } = this.options;
    if (stateOf(found) !== 'open')
      return pullRequestOf(found, {
        repositoryUrl,
        endedBy: await endedBy(this.#api, found, options),
        mergeCommit: await mergeCommitOf(this.#api, found, options),
      });
    const { latestCommit } = found.fromRef;
    return pullRequestOf(found, {
      repositoryUrl,
      mergeability: await this.#mergeability(number, options),
      checks: await checksOf(apis.buildStatus, latestCommit, options),
    });
  }

  /** Bitbucket asks default reviewers by itself on its own pages alone. */
  async open(
    request: PullRequestChange,
    options: CallOptions,
  ): Promise<number> {
    const { branch, base } = request;
    const reviewers = await defaultReviewers(
      this.options.apis,
      { branch, base },
      options,
    );
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
    { signal }: CallOptions,
  ): Promise<string[]> {
    const path = `/pull-requests/${number}/participants`;
    return refusedBy(reviewers, name =>
      this.#api.send({
        method: 'POST',
        path,
        json: { user: { name }, role: 'REVIEWER' },
        signal,
      }),
    );
  }

  setStatus(status: OwnStatus, options: CallOptions): Promise<void> {
    return setBuild(this.#api, status, {
      ...options,
      defaultUrl: `${this.options.repositoryUrl}/commits/${status.sha}`,
    });
  }

  accept(
    merge: MergeRequest,
    options: CallOptions,
  ): Promise<string | undefined> {
    return acceptMerge(this.#place, merge, options);
  }

  acceptWhenReady(merge: MergeRequest, options: CallOptions): Promise<boolean> {
    return acceptWhenReady(this.#place, merge, options);
  }

  isQueued(number: number, options: CallOptions): Promise<boolean> {
    return isQueued(this.#place, number, options);
  }

  cancelMerge(number: number, options: CallOptions): Promise<void> {
    return cancelMerge(this.#place, number, options);
  }

  decline(
    close: { number: number; comment?: string },
    options: CallOptions,
  ): Promise<void> {
    return decline(this.#place, close, options);
  }

  async #open(
    { title, body, branch, base }: PullRequestChange,
    reviewers: readonly string[],
    { signal }: CallOptions,
  ): Promise<number> {
    const { project, slug } = this.options;
    const repository = { slug, project: { key: project } };
    const json = {
      title: cutTitle(title, MAX_TITLE),
      description: cutLines(body, MAX_TEXT),
      fromRef: { id: `refs/heads/${branch}`, repository },
      toRef: { id: `refs/heads/${base}`, repository },
      reviewers: reviewers.map(name => ({ user: { name } })),
    };
    const { id } = await this.#api.json(
      { method: 'POST', path: '/pull-requests', json, signal },
      schemas.pullRequest,
    );
    return id;
  }

  #isOwn({ repository }: Found['toRef']): boolean {
    const { project, slug } = this.options;
    const isSame = (one: string, other: string) =>
      one.toLowerCase() === other.toLowerCase();
    return (
      isSame(repository.slug, slug) && isSame(repository.project.key, project)
    );
  }

  /** Undefined where it has just been closed. */
  #mergeability(
    number: number,
    { signal }: CallOptions,
  ): Promise<schemas.Mergeability | undefined> {
    const path = `/pull-requests/${number}/merge`;
    return unlessRefused([409], () =>
      this.#api.json({ path, signal }, schemas.mergeability),
    );
  }
}
