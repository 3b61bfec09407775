import type {
  CallOptions,
  OwnStatus,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { allPages } from '../rest/allPages';
import { cutTitle } from '../rest/cut';
import type { RestApi } from '../rest/RestApi';
import {
  newest,
  PullRequestQuery,
  RestPullRequests,
} from '../rest/RestPullRequests';
import { Refusal, unlessRefused } from '../rest/Refusal';
import { GitLabMerges } from './GitLabMerges';
import type { GitLabPeople } from './GitLabPeople';
import { pullRequestOf, stateOf } from './pullRequestOf';
import { requestReviewers } from './reviewers';
import * as schemas from './schemas';

/** https://docs.gitlab.com/api/merge_requests/#create-mr */
const MAX_TITLE = 255;
/** https://docs.gitlab.com/api/commits/#set-commit-pipeline-status */
const MAX_DESCRIPTION = 255;
/** Of the head: each job of a pipeline has one. */
const STATUS_PAGES = { size: 100, max: 10 };
const statusStates = {
  success: 'success',
  failure: 'failed',
  pending: 'pending',
} as const;

export interface GitLabPullRequestsOptions {
  /** Of the host */
  hostApi: RestApi;
  /** Shared by all repositories of the host */
  people: GitLabPeople;
}

/** Merge requests are what is a pull request elsewhere. */
export class GitLabPullRequests
  extends GitLabMerges
  implements RestPullRequests
{
  readonly #host: GitLabPullRequestsOptions;

  constructor(api: RestApi, name: string, host: GitLabPullRequestsOptions) {
    super(api, name);
    this.#host = host;
  }

  /**
   * Listed by project: GitLab's list of all projects would show others' branches of the same name.
   */
  async find(
    { branch, base, isOpen }: PullRequestQuery,
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const query = {
      source_branch: branch,
      target_branch: base,
      state: isOpen ? 'opened' : 'all',
      order_by: 'created_at',
      sort: 'desc',
      per_page: 100,
    };
    const found = await this.api.json(
      { path: '/merge_requests', query, signal: options.signal },
      schemas.mergeRequests,
    );
    // A fork's branch may have the same name
    const own = found.filter(one => one.source_project_id === one.project_id);
    const chosen = newest(own, one => ({
      state: stateOf(one),
      number: one.iid,
    }));
    return chosen && this.get(chosen.iid, options);
  }

  async isBase(branch: string, { signal }: CallOptions): Promise<boolean> {
    const query = { target_branch: branch, state: 'opened', per_page: 1 };
    const found = await this.api.json(
      { path: '/merge_requests', query, signal },
      schemas.mergeRequests,
    );
    return found.length > 0;
  }

  async get(number: number, options: CallOptions): Promise<PullRequest> {
    const { signal } = options;
    const found = await this.show(number, options);
    // Projects may have approvals switched off
    const path = `/merge_requests/${number}/approvals`;
    const approvals = await unlessRefused([403, 404], () =>
      this.api.json({ path, signal }, schemas.approvals),
    );
    const approvedBy = approvals?.approved_by.map(({ user }) => user);
    const { hostApi, people } = this.#host;
    return pullRequestOf(found, {
      statuses: await this.#statuses(found, options),
      approvedBy,
      machines: await people.machinesAmong(
        [found.merge_user, ...(approvedBy ?? [])],
        hostApi,
        options,
      ),
    });
  }

  async open(
    request: PullRequestChange,
    { signal }: CallOptions,
  ): Promise<number> {
    const json = {
      source_branch: request.branch,
      target_branch: request.base,
      title: cutTitle(request.title, MAX_TITLE),
      description: request.body,
    };
    const { iid } = await this.api.json(
      { method: 'POST', path: '/merge_requests', json, signal },
      schemas.mergeRequest,
    );
    return iid;
  }

  /**
   * GitLab makes a label that is missing. It takes them as one list, so one with a comma can't be
   * sent.
   */
  async addLabels(
    number: number,
    labels: readonly string[],
    options: CallOptions,
  ): Promise<string[]> {
    const sendable = labels.filter(label => !label.includes(','));
    if (sendable.length === 0) return [...labels];
    const json = { add_labels: sendable.join(',') };
    const { labels: present } = await this.update(number, json, options);
    return labels.filter(label => !present?.includes(label));
  }

  requestReviewers(
    number: number,
    reviewers: readonly string[],
    options: CallOptions,
  ): Promise<string[]> {
    return requestReviewers(this.api, number, reviewers, options);
  }

  async setStatus(
    { sha, context, state, description, url }: OwnStatus,
    { signal }: CallOptions,
  ): Promise<void> {
    const json = {
      name: context,
      state: statusStates[state],
      description: cutTitle(description, MAX_DESCRIPTION),
      target_url: url,
    };
    try {
      const path = `/statuses/${sha}`;
      await this.api.send({ method: 'POST', path, json, signal });
    } catch (error) {
      // GitLab refuses to set the state that it has
      const isSame =
        error instanceof Refusal && /cannot transition/i.test(error.words);
      if (!isSame) throw error;
    }
  }

  /**
   * Of the head of one that is open and has a pipeline, of which ours may be a part; undefined
   * where the credentials may not see them.
   */
  async #statuses(
    found: schemas.MergeRequest,
    { signal }: CallOptions,
  ): Promise<schemas.Status[] | undefined> {
    if (stateOf(found) !== 'open' || !found.head_pipeline) return undefined;
    const path = `/repository/commits/${found.sha}/statuses`;
    return unlessRefused([403, 404], () =>
      allPages(STATUS_PAGES, page => {
        const query = { per_page: STATUS_PAGES.size, page };
        return this.api.json({ path, query, signal }, schemas.statuses);
      }),
    );
  }
}
