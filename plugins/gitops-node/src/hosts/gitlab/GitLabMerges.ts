import type { CallOptions, MergeRequest } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { methodRefused } from '../rest/methodRefused';
import { Refusal, unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

/** What GitLab answers where it can't be merged now. 406 was for conflicts until GitLab 17. */
const NOT_NOW = [405, 406, 422];

/**
 * What GitLab's `detailed_merge_status` waits for, after "is not merged yet: ". Those that are not
 * here don't keep from merging.
 */
const reasons: Record<string, string> = {
  unchecked: 'GitLab has not looked yet whether it can be merged',
  checking: 'GitLab still looks whether it can be merged',
  preparing: 'GitLab still prepares its difference',
  approvals_syncing: 'GitLab still works out its approvals',
  blocked_status: 'another merge request blocks it',
  merge_request_blocked: 'another merge request blocks it',
  broken_status: 'its branches are gone or have nothing in common',
  ci_must_pass: 'its pipeline has to pass',
  ci_still_running: 'its pipeline still runs',
  commits_status: 'its branch is gone or has no commits',
  conflict: 'it has conflicts with its target branch',
  discussions_not_resolved: 'its discussions have to be resolved',
  draft_status: 'it is a draft',
  external_status_checks: 'an external status check has to pass',
  jira_association_missing: 'its title or description has to name a Jira issue',
  locked_lfs_files: 'it changes files that are locked',
  locked_paths: 'it changes paths that are locked',
  merge_time: 'it is not to be merged before its set time',
  need_rebase:
    'its branch has to be rebased first, which gives it another head',
  not_approved: 'it has to be approved',
  policies_denied: 'a policy of the project denies it',
  requested_changes: 'a reviewer asked for changes',
  security_policy_evaluation: 'security policies are still evaluated',
  security_policy_violations: 'it violates a security policy',
  status_checks_must_pass: 'its status checks have to pass',
  title_regex: 'its title does not have the form that the project asks for',
};

/** How GitLab merges and closes merge requests. */
export class GitLabMerges {
  constructor(
    protected readonly api: RestApi,
    protected readonly name: string,
  ) {}

  /**
   * The project's own settings decide between a merge commit and a fast-forward: `merge` and
   * `rebase` only say not to squash. Where the branch has to be rebased first, that is answered and
   * not done: it would give the branch another head than the one that was reviewed.
   */
  async accept(
    merge: MergeRequest,
    options: CallOptions,
  ): Promise<string | undefined> {
    const reason = await this.#waitsFor(merge, options);
    if (reason) return reason;
    if (await this.#merge(merge, {}, options)) return undefined;
    const after = await this.#waitsFor(merge, options);
    if (after) return after;
    await this.#checkMethod(merge, options);
    return 'GitLab refuses to merge it';
  }

  /** The second name is that of GitLab before 17.11. */
  async acceptWhenReady(
    merge: MergeRequest,
    options: CallOptions,
  ): Promise<boolean> {
    const auto = { auto_merge: true, merge_when_pipeline_succeeds: true };
    return this.#merge(merge, auto, options);
  }

  async isQueued(number: number, options: CallOptions): Promise<boolean> {
    const found = await this.show(number, options);
    return Boolean(found.merge_when_pipeline_succeeds);
  }

  /**
   * https://docs.gitlab.com/api/merge_requests/#cancel-merge-when-pipeline-succeeds: 405 is for one
   * that is not open any more, 406 for one that was not to be merged
   */
  async cancelMerge(number: number, { signal }: CallOptions): Promise<void> {
    const path = `/merge_requests/${number}/cancel_merge_when_pipeline_succeeds`;
    await unlessRefused([405, 406], () =>
      this.api.send({ method: 'POST', path, signal }),
    );
  }

  async decline(
    { number, comment }: { number: number; comment?: string },
    { signal }: CallOptions,
  ): Promise<void> {
    const path = `/merge_requests/${number}`;
    const close = { state_event: 'close' };
    const { state } = await this.update(number, close, { signal });
    // One that it is merging stays as it is, and is asked for again
    if (comment && state === 'closed')
      await this.api.send({
        method: 'POST',
        path: `${path}/notes`,
        json: { body: comment },
        signal,
      });
  }

  async #waitsFor(
    { number }: MergeRequest,
    options: CallOptions,
  ): Promise<string | undefined> {
    const found = await this.show(number, options);
    return found.state === 'locked'
      ? 'GitLab is merging it'
      : reasons[found.detailed_merge_status ?? 'unchecked'];
  }

  /** Whether the project leaves no choice between squashing and not. @throws GitHostError */
  async #checkMethod(
    { number, method }: MergeRequest,
    { signal }: CallOptions,
  ): Promise<void> {
    const project = await this.api.json({ path: '', signal }, schemas.project);
    const only = { always: 'squash', never: 'merge' } as const;
    const allowed = only[project.squash_option as keyof typeof only];
    if (!allowed || method === undefined) return;
    if ((method === 'squash') !== (allowed === 'squash'))
      throw methodRefused(`${this.name} #${number}`, {
        method,
        allowed: [allowed],
      });
  }

  /** False where GitLab answers that it can't be merged now. */
  async #merge(
    { number, expectedHead, method }: MergeRequest,
    more: object,
    { signal }: CallOptions,
  ): Promise<boolean> {
    const squash = method === undefined ? undefined : method === 'squash';
    const path = `/merge_requests/${number}/merge`;
    const json = { sha: expectedHead, squash, ...more };
    try {
      await this.api.send({ method: 'PUT', path, json, signal });
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // It accepted the same credentials a moment ago
      if (error.status === 401)
        throw new GitHostError(
          'forbidden',
          `${this.name} #${number}: GitLab does not let this user merge it. The role Developer or Maintainer is required, and the right to merge into the target branch`,
        );
      if (!NOT_NOW.includes(error.status)) throw error;
      return false;
    }
  }

  protected show(number: number, { signal }: CallOptions) {
    return this.api.json(
      { path: `/merge_requests/${number}`, signal },
      schemas.mergeRequest,
    );
  }

  protected update(number: number, json: object, { signal }: CallOptions) {
    const path = `/merge_requests/${number}`;
    return this.api.json(
      { method: 'PUT', path, json, signal },
      schemas.mergeRequest,
    );
  }
}
