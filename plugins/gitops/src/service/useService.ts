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

/** What runs of an entity, what moves and what is frozen: of one moment, and kept up to date. */
export function useService(entityRef: string): Refreshable<Service> {
  const live = useLive({
    key: `service ${entityRef}`,
    channels: [serviceChannel(entityRef), freezesChannel],
    load: (api, signal) => api.service(entityRef, { signal }),
    pollMs: safetyPollMs,
  });
  const isWorkflowRunning =
    live.status === 'data' &&
    live.data.transitions.some(
      ({ run }) => run?.state === 'waiting' || run?.state === 'running',
    );
  useRefreshWhile(isWorkflowRunning, live.refresh, runPollMs);
  return live;
}
