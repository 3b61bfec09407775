import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { PromotionActs } from '../api/promotions/PromotionActs';
import type { PromotionPlans } from '../api/promotions/PromotionPlans';
import type { PromotionReads } from '../api/promotions/PromotionReads';
import type { PromotionRequests } from '../api/promotions/PromotionRequests';
import type { ReleaseActs } from '../api/promotions/ReleaseActs';
import type { ServiceReads } from '../api/ServiceReads';

/** What every action is made of. */
export interface AgentActionsOptions {
  registry: ActionsRegistryService;
  calls: {
    readonly reads: Pick<PromotionReads, 'get' | 'list'>;
    readonly plans: Pick<PromotionPlans, 'plan'>;
    readonly requests: Pick<PromotionRequests, 'promote'>;
    readonly acts: Pick<PromotionActs, 'close'>;
    readonly releases: { readonly acts: Pick<ReleaseActs, 'close'> };
  };
  services: Pick<ServiceReads, 'get'>;
}
