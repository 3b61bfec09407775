import type { StoredPullRequest } from '../StoredPromotion';
import type { GateStatuses, Said } from './GateStatus';
import { isSame } from './statusOf';

/**
 * With these answers in place of those that were known.
 *
 * @param askedAt - where all were asked: those that are not among the answers are gone
 */
export function withAnswers(
  row: StoredPullRequest,
  answers: readonly Said[],
  askedAt?: number,
): StoredPullRequest {
  const head = row.observed?.head ?? row.head ?? '';
  const known: GateStatuses = row.statuses ?? unasked(head);
  const isSameHead = known.head === head;
  const others = known.gates.filter(
    one => !answers.some(({ gate }) => gate === one.gate),
  );
  const gates = [
    ...answers.map(one => ({
      ...one,
      isTold:
        isSameHead &&
        known.gates.some(other => other.isTold && isSame(one, other)),
    })),
    ...(askedAt === undefined && isSameHead ? others : []),
  ];
  return {
    ...row,
    statuses: {
      ...known,
      head,
      gates,
      askedAt:
        askedAt === undefined ? known.askedAt : new Date(askedAt).toISOString(),
    },
  };
}

/** Who had the portal merge it wanted just this commit to be merged, whatever became of that. */
export function withApproval(
  { mergingBy: by, head }: StoredPullRequest,
  row: StoredPullRequest,
): StoredPullRequest {
  if (!by || head === undefined) return row;
  const statuses = row.statuses ?? unasked(row.observed?.head ?? head);
  return { ...row, statuses: { ...statuses, approved: { by, head } } };
}

function unasked(head: string): GateStatuses {
  return { askedAt: new Date(0).toISOString(), head, gates: [] };
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
