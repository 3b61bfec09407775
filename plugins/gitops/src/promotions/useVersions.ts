import { VersionCandidate } from 'backstage-plugin-gitops-common';
import { useLive } from '../live/useLive';

/** Where a version may come from, and where it goes. */
export interface VersionRoute {
  service: string;
  /** Only from this environment; by default from all that come before */
  from?: string;
  to: string;
}

/** The versions to choose from, read once; none while they are not known. */
export function useVersions(route: VersionRoute): {
  candidates: readonly VersionCandidate[];
  /** Whether they can't be read */
  isMissing: boolean;
} {
  const { service, from = '', to } = route;
  const live = useLive({
    key: `versions ${service} ${from} ${to}`,
    load: (api, signal) => api.seenVersions(route, { signal }),
    pollMs: null,
  });
  return {
    candidates: (live.status === 'data' && live.data.candidates) || [],
    isMissing: live.status === 'error',
  };
}
