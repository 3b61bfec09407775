import { useApi } from '@backstage/frontend-plugin-api';
import { useSignal } from '@backstage/plugin-signals-react';
import {
  deploymentsChannel,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { useCallback, useEffect } from 'react';
import { gitopsApiRef } from '../api';
import { Live } from '../live/LiveResource';
import { useLiveResource } from '../live/useLiveResource';

const pollMs = 10_000;
/** Signals can be lost while the connection is made or broken, so that they only make the page fast */
const safetyPollMs = 60_000;
/** By then the subscription stands, and what changed before it did is caught up with */
const catchUpMs = 5_000;

/** What runs of an entity, kept up to date by signals, and by polling where there are none. */
export function useServiceDeployments(
  entityRef: string,
): Live<ServiceDeployments> & { refresh: () => void } {
  const api = useApi(gitopsApiRef);
  const { lastSignal, isSignalsAvailable } = useSignal(
    deploymentsChannel(entityRef),
  );
  const load = useCallback(
    (signal: AbortSignal) => api.serviceDeployments(entityRef, { signal }),
    [api, entityRef],
  );
  const live = useLiveResource(load, {
    pollMs: isSignalsAvailable ? safetyPollMs : pollMs,
  });

  const { refresh } = live;
  useEffect(() => {
    if (lastSignal !== null) refresh();
  }, [lastSignal, refresh]);
  useEffect(() => {
    if (!isSignalsAvailable) return undefined;
    const timer = setTimeout(refresh, catchUpMs);
    return () => clearTimeout(timer);
  }, [isSignalsAvailable, refresh, entityRef]);
  return live;
}
