import type { PromotionRecord } from '../store/Records';
import type { PromotionTarget } from '../StoredPromotion';

/** The commit that brings a target its version; undefined until it is known. */
export function mergeCommitOf(
  { pullRequests }: Pick<PromotionRecord, 'pullRequests'>,
  { repositoryUrl, base }: PromotionTarget,
): string | undefined {
  return pullRequests.find(
    one => one.repositoryUrl === repositoryUrl && one.base === base,
  )?.mergeCommit;
}
