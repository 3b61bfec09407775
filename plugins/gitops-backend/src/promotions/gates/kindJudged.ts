import type { PromotionKind } from 'backstage-plugin-gitops-common';
import type { PromotionRecord } from '../store/Records';
import type { StoredPromotion } from '../StoredPromotion';

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

/** Whether all of it, or the part in one of several repositories, reached Git. */
function wasMerged({ promotion, pullRequests }: PromotionRecord): boolean {
  return (
    promotion.mergedAt !== undefined ||
    pullRequests.some(({ state }) => state === 'merged')
  );
}
