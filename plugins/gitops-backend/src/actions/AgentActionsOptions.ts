import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { ServiceDeployments } from 'backstage-plugin-gitops-common';
import type { PromotionCalls } from '../api/PromotionCalls';

/** What every action is made of. */
export interface AgentActionsOptions {
  registry: ActionsRegistryService;
  calls: Pick<
    PromotionCalls,
    'transitions' | 'plan' | 'promote' | 'get' | 'list' | 'close'
  >;
  /** What a caller may see of a service. @throws NotFoundError, NotAllowedError */
  deployments(
    service: string,
    credentials: BackstageCredentials,
  ): Promise<ServiceDeployments>;
}
