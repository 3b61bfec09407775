import {
  Promotion,
  promotionsChannel,
  serviceChannel,
} from 'backstage-plugin-gitops-common';
import { safetyPollMs } from '../live/SharedAnswer';
import { Refreshable, useLive } from '../live/useLive';

/**
 * One promotion of a service, kept up to date, wherever it is listed.
 *
 * @param service - its reference, whose channel says that something has changed; where it isn't
 *   known, the channel of all promotions does
 */
export function usePromotion(
  id: string,
  service?: string,
): Refreshable<Promotion> {
  return useLive({
    key: `promotion ${id}`,
    channels: [service ? serviceChannel(service) : promotionsChannel],
    load: (api, signal) => api.promotion(id, { signal }),
    pollMs: safetyPollMs,
  });
}
