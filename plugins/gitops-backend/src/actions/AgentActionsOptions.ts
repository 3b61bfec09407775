import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { ServiceDeployments } from 'backstage-plugin-gitops-common';
import type { PromotionActs } from '../api/promotions/PromotionActs';
import type { PromotionPlans } from '../api/promotions/PromotionPlans';
import type { PromotionReads } from '../api/promotions/PromotionReads';
import type { PromotionRequests } from '../api/promotions/PromotionRequests';
import type { ReleaseActs } from '../api/promotions/ReleaseActs';

/** What every action is made of. */
export interface AgentActionsOptions {
  registry: ActionsRegistryService;
  calls: {
    readonly reads: Pick<PromotionReads, 'transitions' | 'get' | 'list'>;
    readonly plans: Pick<PromotionPlans, 'plan'>;
    readonly requests: Pick<PromotionRequests, 'promote'>;
    readonly acts: Pick<PromotionActs, 'close'>;
    readonly releases: { readonly acts: Pick<ReleaseActs, 'close'> };
  };
  /** What a caller may see of a service. @throws NotFoundError, NotAllowedError */
  deployments(
    service: string,
    credentials: BackstageCredentials,
  ): Promise<ServiceDeployments>;
}
