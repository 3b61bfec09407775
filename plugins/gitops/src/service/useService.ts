import { useApi } from '@backstage/frontend-plugin-api';
import { Service, serviceChannel } from 'backstage-plugin-gitops-common';
import { useCallback } from 'react';
import { gitopsApiRef } from '../api';
import { useFreezeSignals } from '../freezes/useFreezes';
import { Live } from '../live/LiveResource';
import { useSignalledResource } from '../live/useSignalledResource';

/** What runs of an entity, what moves and what is frozen: of one moment, and kept up to date. */
export function useService(
  entityRef: string,
): Live<Service> & { refresh: () => void } {
  const api = useApi(gitopsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.service(entityRef, { signal }),
    [api, entityRef],
  );
  const live = useSignalledResource(serviceChannel(entityRef), load);
  useFreezeSignals(live.refresh);
  return live;
}
