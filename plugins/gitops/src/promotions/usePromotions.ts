import { useApi } from '@backstage/frontend-plugin-api';
import { Promotion, serviceChannel } from 'backstage-plugin-gitops-common';
import { useCallback } from 'react';
import { gitopsApiRef } from '../api';
import { Live } from '../live/LiveResource';
import { useSignalledResource } from '../live/useSignalledResource';

/** The newest promotions of a service, kept up to date. */
export function usePromotions(
  entityRef: string,
): Live<Promotion[]> & { refresh: () => void } {
  const api = useApi(gitopsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.promotions({ service: entityRef }, { signal }),
    [api, entityRef],
  );
  return useSignalledResource(serviceChannel(entityRef), load);
}
