import { useApi } from '@backstage/frontend-plugin-api';
import {
  deploymentsChannel,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { useCallback } from 'react';
import { gitopsApiRef } from '../api';
import { Live } from '../live/LiveResource';
import { useSignalledResource } from '../live/useSignalledResource';

/** What runs of an entity, kept up to date. */
export function useServiceDeployments(
  entityRef: string,
): Live<ServiceDeployments> & { refresh: () => void } {
  const api = useApi(gitopsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.serviceDeployments(entityRef, { signal }),
    [api, entityRef],
  );
  return useSignalledResource(deploymentsChannel(entityRef), load);
}
