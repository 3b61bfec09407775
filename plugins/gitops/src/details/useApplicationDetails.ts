import { useApi } from '@backstage/frontend-plugin-api';
import {
  ApplicationDeployment,
  ApplicationDetails,
} from 'backstage-plugin-gitops-common';
import { useCallback } from 'react';
import { gitopsApiRef } from '../api';
import { Live } from '../live/LiveResource';
import { useLiveResource } from '../live/useLiveResource';

/** The backend reads them from Argo CD no more often. */
const pollMs = 15_000;

export function useApplicationDetails({
  instance,
  namespace,
  name,
}: ApplicationDeployment): Live<ApplicationDetails> & { refresh: () => void } {
  const api = useApi(gitopsApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.applicationDetails({ instance, namespace, name }, { signal }),
    [api, instance, namespace, name],
  );
  return useLiveResource(load, { pollMs });
}
