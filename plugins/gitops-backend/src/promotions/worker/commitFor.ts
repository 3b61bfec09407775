import type { PromotionRecord } from '../store/Records';
import type { PromotionTarget } from '../StoredPromotion';

/** The commit that asks for a target's version; undefined until it is known. */
export function commitFor(
  { repositoryUrl, base, foundIn }: PromotionTarget,
  { pullRequests }: Pick<PromotionRecord, 'pullRequests'>,
): string | undefined {
  // Where a pull request goes to its branch too, what was found there may be another by the merge
  const merged = pullRequests.find(
    one => one.repositoryUrl === repositoryUrl && one.base === base,
  );
  return merged ? merged.mergeCommit : foundIn;
}
