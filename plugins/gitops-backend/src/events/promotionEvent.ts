import type { EventParams } from '@backstage/plugin-events-node';
import type { JsonObject } from '@backstage/types';
import { promotionSentence } from 'backstage-plugin-gitops-common';
import type { PromotionRecord } from '../promotions/store/Records';
import type { PassedState } from '../promotions/StoredPromotion';

/** Topic on Backstage's events service. */
export const promotionTopic = 'gitops.promotion';

/** The event that other plugins receive when a promotion has come into a state. */
export function promotionEvent(
  { promotion, pullRequests }: PromotionRecord,
  { state, cause, at }: PassedState,
): EventParams<JsonObject> {
  const { id, kind, service, from, to, version, previous } = promotion;
  const { requestedBy, reason, overridden, rollsBack } = promotion;
  return {
    topic: promotionTopic,
    eventPayload: {
      id,
      kind,
      service,
      from,
      to,
      version,
      previous,
      state,
      cause: cause as unknown as JsonObject,
      sentence: promotionSentence(cause),
      pullRequests: pullRequests.map(({ repository, number, url }) => ({
        repository,
        number: number ?? null,
        url: url ?? null,
      })),
      requestedBy,
      reason,
      overridden,
      rollsBack: rollsBack ?? null,
      at,
    },
  };
}
