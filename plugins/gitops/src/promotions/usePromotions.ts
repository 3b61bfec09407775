import { PromotionPage, serviceChannel } from 'backstage-plugin-gitops-common';
import { safetyPollMs } from '../live/SharedAnswer';
import { Refreshable, useLive } from '../live/useLive';

/** The newest promotions of a service, kept up to date. */
export function usePromotions(entityRef: string): Refreshable<PromotionPage> {
  return useLive({
    key: `promotions ${entityRef}`,
    channels: [serviceChannel(entityRef)],
    load: (api, signal) => api.promotions({ service: entityRef }, { signal }),
    pollMs: safetyPollMs,
  });
}
