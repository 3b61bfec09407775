import type { AutomaticCalls } from './AutomaticCalls';
import type { PromotionActs } from './PromotionActs';
import type { PromotionLists } from './PromotionLists';
import type { PromotionPlans } from './PromotionPlans';
import type { PromotionReads } from './PromotionReads';
import type { PromotionRequests } from './PromotionRequests';
import type { ReleaseActs } from './ReleaseActs';
import type { ReleasePlans } from './ReleasePlans';
import type { ReleaseRequests } from './ReleaseRequests';
import type { ReviewReads } from './ReviewReads';

/**
 * All that callers do with promotions, under their rights: for the HTTP API and for actions alike.
 * Every refusal names the missing permission, or says whose the Application is.
 */
export interface PromotionCalls {
  readonly reads: PromotionReads;
  readonly lists: PromotionLists;
  readonly plans: PromotionPlans;
  readonly requests: PromotionRequests;
  readonly automatic: AutomaticCalls;
  readonly acts: PromotionActs;
  readonly releases: {
    readonly plans: ReleasePlans;
    readonly requests: ReleaseRequests;
    readonly acts: ReleaseActs;
  };
  readonly reviews: ReviewReads;
}
