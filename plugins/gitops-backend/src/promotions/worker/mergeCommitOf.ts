import type { PromotionRecord } from '../store/PromotionStore';
import type { PromotionTarget } from '../StoredPromotion';

/** The commit that brings a target its version; undefined until it is merged. */
export function mergeCommitOf(
  { pullRequests }: Pick<PromotionRecord, 'pullRequests'>,
  { repositoryUrl, base }: PromotionTarget,
): string | undefined {
  return pullRequests.find(
    one =>
      one.repositoryUrl === repositoryUrl &&
      (base === undefined || one.base === base),
  )?.mergeCommit;
}
