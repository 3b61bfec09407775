import {
  ApplicationDeployment,
  ApplicationDetails,
  serviceChannel,
} from 'backstage-plugin-gitops-common';
import { Refreshable, useLive } from '../live/useLive';
import { useRefreshWhile } from '../live/useRefreshWhile';

/** What no signal tells: a sync window that opens, a secret that is read again. */
export const slowPollMs = 5 * 60_000;
/** Resources come up one after the other while the state stays the same. */
const deployingPollMs = 15_000;

export function useApplicationDetails(
  service: string,
  { instance, namespace, name, state }: ApplicationDeployment,
): Refreshable<ApplicationDetails> {
  const live = useLive({
    key: `details ${instance}/${namespace}/${name}`,
    channels: [serviceChannel(service)],
    load: (api, signal) =>
      api.applicationDetails({ instance, namespace, name }, { signal }),
    pollMs: slowPollMs,
  });
  useRefreshWhile(state === 'deploying', live.refresh, deployingPollMs);
  return live;
}
