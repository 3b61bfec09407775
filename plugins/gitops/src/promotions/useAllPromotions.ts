import {
  PromotionFilter,
  PromotionPage,
  promotionsChannel,
} from 'backstage-plugin-gitops-common';
import { safetyPollMs } from '../live/SharedAnswer';
import { Refreshable, useLive } from '../live/useLive';

/** A page of the promotions of all services, kept up to date. */
export function useAllPromotions(
  filter: PromotionFilter,
  cursor: string | null,
): Refreshable<PromotionPage> {
  return useLive({
    key: `all promotions ${JSON.stringify([filter, cursor])}`,
    channels: [promotionsChannel],
    load: (api, signal) =>
      api.promotions({ ...filter, cursor: cursor ?? undefined }, { signal }),
    pollMs: safetyPollMs,
  });
}
