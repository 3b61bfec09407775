import {
  Freezes,
  freezesChannel,
  serviceChannel,
} from 'backstage-plugin-gitops-common';
import { safetyPollMs } from '../live/SharedAnswer';
import { Refreshable, useLive } from '../live/useLive';

/** Freezes of a service in force and to come, kept up to date, and what the reader may freeze. */
export function useFreezes(entityRef: string): Refreshable<Freezes> {
  return useLive({
    key: `freezes ${entityRef}`,
    channels: [serviceChannel(entityRef), freezesChannel],
    load: (api, signal) => api.freezes({ service: entityRef }, { signal }),
    pollMs: safetyPollMs,
  });
}
