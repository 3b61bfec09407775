import { Instance } from 'backstage-plugin-gitops-common';
import { Refreshable, useLive } from '../live/useLive';

/** The configured Argo CD instances and how they are. */
export function useInstances(): Refreshable<Instance[]> {
  return useLive({
    key: 'instances',
    load: (api, signal) => api.instances({ signal }),
    pollMs: 10_000,
  });
}
