import {
  DeploymentHistory,
  serviceChannel,
} from 'backstage-plugin-gitops-common';
import { safetyPollMs } from '../live/SharedAnswer';
import { Refreshable, useLive } from '../live/useLive';

const pageSize = 10;

/** One page of what ended in an environment; `before` is `next` of the page before. */
export function useHistory(
  service: string,
  environment: string,
  before?: string,
): Refreshable<DeploymentHistory> {
  return useLive({
    key: `history ${service} ${environment} ${before}`,
    // What is new is on the first page
    channels: before === undefined ? [serviceChannel(service)] : [],
    load: (api, signal) =>
      api.deploymentHistory(
        { service, environment, before, limit: pageSize },
        { signal },
      ),
    pollMs: before === undefined ? safetyPollMs : null,
  });
}
