import { Promotion, serviceChannel } from 'backstage-plugin-gitops-common';
import { safetyPollMs } from '../live/SharedAnswer';
import { Refreshable, useLive } from '../live/useLive';

/**
 * One promotion of a service, kept up to date, wherever it is listed.
 *
 * @param service - its reference, whose channel says that something has changed
 */
export function usePromotion(
  id: string,
  service: string,
): Refreshable<Promotion> {
  return useLive({
    key: `promotion ${id}`,
    channels: [serviceChannel(service)],
    load: (api, signal) => api.promotion(id, { signal }),
    pollMs: safetyPollMs,
  });
}
