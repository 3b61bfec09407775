import type { Planning } from '../../../plugins/gitops-backend/src/promotions/plan/Planning';
import type { PromotionRequest } from '../../../plugins/gitops-backend/src/promotions/PromotionRequest';
import type { Person } from '../../../plugins/gitops-backend/src/promotions/StoredPromotion';
import type { Service } from './Cluster';

/** What somebody asks of the portal for a service. */
export function ask(
  { name, ref }: Service,
  requester: Person,
  planning: Partial<Planning> & { version?: string },
): PromotionRequest {
  return {
    planning: {
      query: { service: ref },
      name,
      from: 'staging',
      to: 'production',
      isPermitted: true,
      ...planning,
    } as Planning,
    requester,
    reason: 'It is time',
  };
}
