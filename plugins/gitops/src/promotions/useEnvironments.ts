import { Environment } from 'backstage-plugin-gitops-common';
import { Refreshable, useLive } from '../live/useLive';

/** All environments, in the order of promotion. They change with the configuration only. */
export function useEnvironments(): Refreshable<Environment[]> {
  return useLive({
    key: 'environments',
    load: (api, signal) => api.environments({ signal }),
    pollMs: null,
  });
}
