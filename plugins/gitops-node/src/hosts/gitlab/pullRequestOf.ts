import type { PullRequest } from '../GitHost';
import { failedNames, isOwnStatus } from '../rest/RestPullRequests';
import type { Account, MergeRequest, Status } from './schemas';

export function pullRequestOf(
  found: MergeRequest,
  more: { statuses?: Status[]; approvedBy?: Account[]; machines: string[] },
): PullRequest {
  const state = stateOf(found);
  const endedAt = state === 'merged' ? found.merged_at : found.closed_at;
  const endedBy = state === 'merged' ? found.merge_user : found.closed_by;
  return {
    number: found.iid,
    url: found.web_url,
    title: found.title,
    state,
    head: found.sha ?? '',
    base: found.target_branch,
    createdAt: iso(found.created_at),
    openedBy: found.author?.username,
    endedBy: state === 'open' ? undefined : endedBy?.username,
    endedAt: state === 'open' || !endedAt ? undefined : iso(endedAt),
    mergeCommit: state === 'merged' ? mergeCommitOf(found) : undefined,
    isMergeable: state === 'open' ? isMergeable(found) : undefined,
    ...checksOf(found, more.statuses),
    approvedBy: more.approvedBy?.map(({ username }) => username),
    machines: more.machines,
    labels: found.labels ?? undefined,
    isOutdated:
      state === 'open' && found.detailed_merge_status === 'need_rebase'
        ? true
        : undefined,
  };
}

/** `locked` is one that is just being merged. */
export function stateOf({ state }: MergeRequest): PullRequest['state'] {
  return state === 'merged' || state === 'closed' ? state : 'open';
}

/** A fast-forward makes no commit of its own: then the head itself is on the base branch. */
function mergeCommitOf(found: MergeRequest): string | undefined {
  return (
    found.merge_commit_sha ?? found.squash_commit_sha ?? found.sha ?? undefined
  );
}

function isMergeable({
  detailed_merge_status: status,
  has_conflicts: hasConflicts,
}: MergeRequest): boolean | undefined {
  if (isUndecided(status)) return undefined;
  return status !== 'conflict' && !hasConflicts;
}

/** Whether GitLab is still looking. */
export function isUndecided(status: string | null | undefined): boolean {
  return !status || ['unchecked', 'checking', 'preparing'].includes(status);
}

/**
 * GitLab tells of one pipeline for the head, which is counted as one check. Where a status of ours
 * is part of it, the others decide, except those that may fail.
 */
function checksOf(
  { head_pipeline: pipeline }: MergeRequest,
  statuses: Status[] = [],
): Pick<PullRequest, 'checks' | 'failedChecks'> {
  if (pipeline === undefined) return {};
  const isFailed = ({ status }: Pick<Status, 'status'>) =>
    ['failed', 'canceled'].includes(status);
  const others = statuses.filter(({ name }) => !isOwnStatus(name));
  const deciding = others.filter(one => !(one.allow_failure && isFailed(one)));
  const states =
    others.length < statuses.length
      ? deciding.map(({ status }) => status)
      : [pipeline?.status ?? 'skipped'];
  const has = (...of: string[]) => states.some(state => of.includes(state));
  const isOver = states.every(state =>
    ['success', 'failed', 'canceled', 'skipped', 'manual'].includes(state),
  );
  const failed = has('failed', 'canceled') ? 1 : 0;
  const pending = isOver || failed ? 0 : 1;
  return {
    checks: {
      passed: has('success') && !failed && !pending ? 1 : 0,
      failed,
      pending,
    },
    failedChecks: failed
      ? failedNames(deciding.filter(isFailed).map(({ name }) => name))
      : undefined,
  };
}

function iso(time: string): string {
  return new Date(time).toISOString();
}
