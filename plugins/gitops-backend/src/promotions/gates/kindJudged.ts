import type { PromotionKind } from 'backstage-plugin-gitops-common';
import type { PromotionRecord, Records } from '../store/Records';
import type { StoredPromotion } from '../StoredPromotion';

/** Among so many, the newest that was merged is looked for. */
const MAX_PAST = 50;

/**
 * As what gates judge it. Only undoing the newest promotion goes back. Undoing a rollback or an
 * older promotion may bring back a version that was found to be bad: gates judge it like a
 * promotion.
 *
 * @param past - Promotions and rollbacks to the target, newest first
 */
export function kindJudged(
  rollsBack: StoredPromotion | undefined,
  past: readonly PromotionRecord[],
): PromotionKind {
  if (rollsBack?.kind !== 'promotion') return 'promotion';
  const newest = past.find(wasMerged);
  return newest?.promotion.id === rollsBack.id ? 'rollback' : 'promotion';
}

/** The same of one that was requested, which does not come after itself once a part is merged. */
export async function kindAtMerge(
  { id, kind, service, to, rollsBack }: StoredPromotion,
  records: Pick<Records, 'find' | 'list'>,
): Promise<PromotionKind> {
  if (kind === 'promotion' || rollsBack === undefined) return 'promotion';
  const [rolledBack, past] = await Promise.all([
    records.find(rollsBack),
    records.list({ service, to, limit: MAX_PAST }),
  ]);
  const others = past.filter(({ promotion }) => promotion.id !== id);
  return kindJudged(rolledBack?.promotion, others);
}

/** Whether all of it, or the part in one of several repositories, reached Git. */
function wasMerged({ promotion, pullRequests }: PromotionRecord): boolean {
  return (
    promotion.mergedAt !== undefined ||
    pullRequests.some(({ state }) => state === 'merged')
  );
}
