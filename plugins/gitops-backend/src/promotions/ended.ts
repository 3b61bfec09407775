import type {
  PromotionCause,
  PromotionState,
} from 'backstage-plugin-gitops-common';
import type { StoredPromotion } from './StoredPromotion';

/** The promotion at its end. */
export function ended(
  promotion: StoredPromotion,
  state: PromotionState,
  now: string,
  cause: PromotionCause,
): StoredPromotion {
  return {
    ...promotion,
    state,
    cause,
    obstacle: undefined,
    endedAt: promotion.endedAt ?? now,
  };
}
