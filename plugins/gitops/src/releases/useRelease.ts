import { promotionsChannel, Release } from 'backstage-plugin-gitops-common';
import { safetyPollMs } from '../live/SharedAnswer';
import { Refreshable, useLive } from '../live/useLive';

/** One release, kept up to date. */
export function useRelease(id: string): Refreshable<Release> {
  return useLive({
    key: `release ${id}`,
    channels: [promotionsChannel],
    load: (api, signal) => api.release(id, { signal }),
    pollMs: safetyPollMs,
  });
}
