import {
  freezesChannel,
  Service,
  serviceChannel,
} from 'backstage-plugin-gitops-common';
import { safetyPollMs } from '../live/SharedAnswer';
import { Refreshable, useLive } from '../live/useLive';

/** What runs of an entity, what moves and what is frozen: of one moment, and kept up to date. */
export function useService(entityRef: string): Refreshable<Service> {
  return useLive({
    key: `service ${entityRef}`,
    channels: [serviceChannel(entityRef), freezesChannel],
    load: (api, signal) => api.service(entityRef, { signal }),
    pollMs: safetyPollMs,
  });
}
