import { PromotionPage, serviceChannel } from 'backstage-plugin-gitops-common';
import { safetyPollMs } from '../live/SharedAnswer';
import { Refreshable, useLive } from '../live/useLive';

/** The newest promotions of a service, to one environment or to all, kept up to date. */
export function usePromotions(
  entityRef: string,
  to: string | null,
): Refreshable<PromotionPage> {
  return useLive({
    key: `promotions ${entityRef} ${to ?? ''}`,
    channels: [serviceChannel(entityRef)],
    load: (api, signal) =>
      api.promotions({ service: entityRef, ...(to && { to }) }, { signal }),
    pollMs: safetyPollMs,
  });
}
