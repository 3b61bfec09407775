import {
  FleetService,
  Freezes,
  freezesChannel,
  serviceChannel,
} from 'backstage-plugin-gitops-common';
import { safetyPollMs } from '../live/SharedAnswer';
import { Refreshable, useLive } from '../live/useLive';

/**
 * Freezes in force and to come, kept up to date, and what the reader may freeze.
 *
 * @param entityRef - undefined for those of all services
 */
export function useFreezes(entityRef?: string): Refreshable<Freezes> {
  return useLive({
    key: `freezes ${entityRef ?? ''}`,
    channels:
      entityRef === undefined
        ? [freezesChannel]
        : [serviceChannel(entityRef), freezesChannel],
    load: (api, signal) => api.freezes({ service: entityRef }, { signal }),
    pollMs: safetyPollMs,
  });
}

/** The last freezes that are over. */
export function useEndedFreezes(): Refreshable<Freezes> {
  return useLive({
    key: 'ended freezes',
    channels: [freezesChannel],
    load: (api, signal) => api.freezes({ ended: true }, { signal }),
    pollMs: safetyPollMs,
  });
}

/** The services that the reader sees, read when one is to be chosen. */
export function useServices(): Refreshable<readonly FleetService[]> {
  return useLive({
    key: 'services to freeze',
    load: async (api, signal) => (await api.fleet({}, { signal })).services,
    pollMs: null,
  });
}
