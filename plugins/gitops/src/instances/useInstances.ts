import { useApi } from '@backstage/frontend-plugin-api';
import { Instance } from 'backstage-plugin-gitops-common';
import { useCallback } from 'react';
import { gitopsApiRef } from '../api';
import { Live } from '../live/LiveResource';
import { useLiveResource } from '../live/useLiveResource';

const pollMs = 10_000;

/** The configured Argo CD instances and how they are. */
export function useInstances(): Live<Instance[]> & { refresh: () => void } {
  const api = useApi(gitopsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.instances({ signal }),
    [api],
  );
  return useLiveResource(load, { pollMs });
}
