import type { AgentActionsOptions } from './AgentActionsOptions';
import { listDeployments } from './listDeployments';
import { listPromotions } from './listPromotions';
import { planPromotion } from './planPromotion';
import { promote } from './promote';
import { promotionStatus } from './promotionStatus';
import { withdrawPromotion } from './withdrawPromotion';

/**
 * What people do on the pages, for agents: the same calls under the same permissions. Merging and
 * overriding are left out: somebody else than who asks decides about them.
 */
export function registerActions(options: AgentActionsOptions): void {
  listDeployments(options);
  planPromotion(options);
  promote(options);
  promotionStatus(options);
  listPromotions(options);
  withdrawPromotion(options);
}
