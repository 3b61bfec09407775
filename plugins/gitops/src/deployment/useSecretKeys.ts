import {
  SecretKeyMatrix,
  serviceChannel,
} from 'backstage-plugin-gitops-common';
import { Refreshable, useLive } from '../live/useLive';
import { slowPollMs } from './useApplicationDetails';

/** The keys that a service has in its environments. */
export function useSecretKeys(service: string): Refreshable<SecretKeyMatrix> {
  return useLive({
    key: `secret keys ${service}`,
    channels: [serviceChannel(service)],
    load: (api, signal) => api.secretKeys(service, { signal }),
    pollMs: slowPollMs,
  });
}
