import type {
  CallOptions,
  MergeMethod,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import { newest } from '../rest/newest';
import { Refusal } from '../rest/Refusal';
import { RestApi, unlessRefused } from '../rest/RestApi';
import type { RestPullRequests } from '../rest/RestPullRequests';
import { openMergeRequest } from './openMergeRequest';
import { pullRequestOf, stateOf } from './pullRequestOf';
import * as schemas from './schemas';
import { waitsFor } from './waitsFor';

/** What GitLab answers where it can't be merged now. 406 was for conflicts until GitLab 17. */
const NOT_NOW = [405, 406, 422];

/** Merge requests are what is a pull request elsewhere. */
export class GitLabMergeRequests implements RestPullRequests {
  readonly #api: RestApi;
  readonly #name: string;

  constructor(api: RestApi, name: string) {
    this.#api = api;
    this.#name = name;
  }

  /** Listed by project: GitLab's list of all projects would show others' branches of the same name. */
  async find(
    { branch, base }: { branch: string; base: string },
    options: CallOptions,
  ): Promise<PullRequest | undefined> {
    const query = {
      source_branch: branch,
      target_branch: base,
      state: 'all',
      order_by: 'created_at',
      sort: 'desc',
      per_page: 100,
    };
    const found = await this.#api.json(
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

  async get(number: number, { signal }: CallOptions): Promise<PullRequest> {
    const path = `/merge_requests/${number}`;
    const found = await this.#show(number, { signal });
    // Projects may have approvals switched off
    const approvals = await unlessRefused([403, 404], () =>
      this.#api.json({ path: `${path}/approvals`, signal }, schemas.approvals),
    );
    return pullRequestOf(found, {
      approvedBy: approvals?.approved_by.map(({ user }) => user.username),
    });
  }

  open(request: PullRequestChange, options: CallOptions) {
    return openMergeRequest(this.#api, request, options);
  }

  /**
   * The project's own settings decide between a merge commit and a fast-forward: `merge` and `rebase` only say not to squash. Where the branch has to be
   * rebased first, that is answered and not done: it would give the branch another head than the one that was reviewed.
   */
  async accept(
    merge: { number: number; expectedHead: string; method?: MergeMethod },
    options: CallOptions,
  ): Promise<string | undefined> {
    const { number, expectedHead, method } = merge;
    const before = await this.#show(number, options);
    const reason = waitsFor(before.detailed_merge_status);
    if (reason) return reason;
    const squash = method === undefined ? undefined : method === 'squash';
    try {
      await this.#api.send({
        method: 'PUT',
        path: `/merge_requests/${number}/merge`,
        json: { sha: expectedHead, squash },
        signal: options.signal,
      });
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // It accepted the same credentials a moment ago
      if (error.status === 401)
        throw new GitHostError(
          'forbidden',
          `${
            this.#name
          } #${number}: GitLab does not let this user merge it. The role Developer or Maintainer is needed, and the right to merge into the target branch`,
        );
      if (!NOT_NOW.includes(error.status)) throw error;
    }
    const after = await this.#show(number, options);
    return (
      waitsFor(after.detailed_merge_status) ?? 'GitLab refuses to merge it'
    );
  }

  async decline(
    { number, comment }: { number: number; comment?: string },
    { signal }: CallOptions,
  ): Promise<void> {
    const path = `/merge_requests/${number}`;
    await this.#api.send({
      method: 'PUT',
      path,
      json: { state_event: 'close' },
      signal,
    });
    if (comment)
      await this.#api.send({
        method: 'POST',
        path: `${path}/notes`,
        json: { body: comment },
        signal,
      });
  }

  #show(number: number, { signal }: CallOptions) {
    return this.#api.json(
      { path: `/merge_requests/${number}`, signal },
      schemas.mergeRequest,
    );
  }
}
