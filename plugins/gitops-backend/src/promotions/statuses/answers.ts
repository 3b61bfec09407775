import type { StoredPullRequest } from '../StoredPromotion';
import type { Evaluation, GateResult, GateStatuses } from './GateStatus';
import { isSame } from './statusOf';

/**
 * With these results in place of those that were known.
 *
 * @param options - `names` of all gates that there are: what others have said is dropped
 */
export function withAnswers(
  row: StoredPullRequest,
  results: readonly GateResult[],
  options: { evaluation: Evaluation | undefined; names: readonly string[] },
): StoredPullRequest {
  const head = row.observed?.head ?? row.head ?? '';
  const known = row.statuses ?? unevaluated(head);
  const isSameHead = known.head === head;
  const others = known.gates.filter(
    one =>
      options.names.includes(one.gate) &&
      !results.some(({ gate }) => gate === one.gate),
  );
  const gates = [
    ...results.map(one => ({
      ...one,
      isPublished:
        isSameHead &&
        known.gates.some(other => other.isPublished && isSame(one, other)),
    })),
    ...(isSameHead ? others : []),
  ];
  const { evaluation } = options;
  return { ...row, statuses: { ...known, head, gates, evaluation } };
}

/** A person who merged in the portal approved this commit, even if the merge failed. */
export function withApproval(
  { mergingBy: by, head }: StoredPullRequest,
  row: StoredPullRequest,
): StoredPullRequest {
  if (!by || head === undefined) return row;
  const statuses = row.statuses ?? unevaluated(row.observed?.head ?? head);
  return { ...row, statuses: { ...statuses, approved: { by, head } } };
}

/**
 * Whether all gates of the commit that may be merged pass, or were overridden. What is not
 * evaluated yet, or can't be, does not pass.
 */
export function isCleared({ head, statuses }: StoredPullRequest): boolean {
  return (
    statuses?.evaluation !== undefined &&
    statuses.head === head &&
    statuses.gates.every(({ state }) => state === 'success')
  );
}

function unevaluated(head: string): GateStatuses {
  return { head, gates: [] };
}

/** What else stands in the way of the promotion comes before a host that takes no statuses. */
export function withObstacle(row: StoredPullRequest): StoredPullRequest {
  const { refused } = row.statuses ?? {};
  const isOwn = row.obstacle?.code === 'statusesRefused';
  const other = isOwn ? undefined : row.obstacle;
  const own = refused && {
    code: 'statusesRefused' as const,
    params: { detail: refused.detail },
  };
  return { ...row, obstacle: other ?? own };
}
