import {
  freezesChannel,
  Service,
  serviceChannel,
} from 'backstage-plugin-gitops-common';
import { safetyPollMs } from '../live/SharedAnswer';
import { Refreshable, useLive } from '../live/useLive';
import { useRefreshWhile } from '../live/useRefreshWhile';

/** The Git host tells nobody how far a run is */
const runPollMs = 10_000;
/** Hosts list a run within seconds of its start */
const startPollMs = 3_000;

/** What runs of an entity, what moves and what is frozen: of one moment, and kept up to date. */
export function useService(entityRef: string): Refreshable<Service> {
  const live = useLive({
    key: `service ${entityRef}`,
    channels: [serviceChannel(entityRef), freezesChannel],
    load: (api, signal) => api.service(entityRef, { signal }),
    pollMs: safetyPollMs,
  });
  const transitions = live.status === 'data' ? live.data.transitions : [];
  const isStarting = transitions.some(({ started }) => started !== null);
  const isRunning = transitions.some(
    ({ run }) => run?.state === 'waiting' || run?.state === 'running',
  );
  useRefreshWhile(isStarting, live.refresh, startPollMs);
  useRefreshWhile(isRunning, live.refresh, runPollMs);
  return live;
}
