import { useApi } from '@backstage/frontend-plugin-api';
import { useSignal } from '@backstage/plugin-signals-react';
import {
  Freezes,
  freezesChannel,
  serviceChannel,
} from 'backstage-plugin-gitops-common';
import { useCallback, useEffect } from 'react';
import { gitopsApiRef } from '../api';
import { Live } from '../live/LiveResource';
import { useSignalledResource } from '../live/useSignalledResource';

/** Freezes of a service in force and to come, kept up to date, and what the reader may freeze. */
export function useFreezes(
  entityRef: string,
): Live<Freezes> & { refresh: () => void } {
  const api = useApi(gitopsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.freezes({ service: entityRef }, { signal }),
    [api, entityRef],
  );
  const live = useSignalledResource(serviceChannel(entityRef), load);
  useFreezeSignals(live.refresh);
  return live;
}

/** Reads again when every service was frozen, or is not any more. */
export function useFreezeSignals(refresh: () => void): void {
  const { lastSignal } = useSignal(freezesChannel);
  useEffect(() => {
    if (lastSignal !== null) refresh();
  }, [lastSignal, refresh]);
}
