import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { Settings } from '../config/readConfig';
import { withoutPreviews } from '../environments/previews';
import type { Gitops } from '../Gitops';
import type { Clock } from '../inventory/Clock';
import type { Metrics } from '../metrics';
import { isListed } from '../readiness';
import { deploymentEvent } from './deploymentEvent';
import { DeploymentStates } from './DeploymentStates';

/**
 * Publishes an event for each change of an Application's state, and counts the states. Previews of
 * pull requests are in neither.
 */
export function followDeployments(options: {
  gitops: Gitops;
  settings: Settings;
  events: EventsService;
  metrics: Metrics;
  clock: Clock;
  logger: LoggerService;
}): void {
  const { gitops, settings, events, metrics, clock, logger } = options;
  const { serviceLabel } = settings;
  const states = new DeploymentStates({
    deploymentOf: application => gitops.deploymentOf(application),
    environmentOf: application => gitops.environmentOf(application),
    isListed: instance => isListed(gitops, instance),
    onChange(changes) {
      for (const change of changes)
        events
          .publish(deploymentEvent(change, { serviceLabel, now: clock.now() }))
          .catch(error =>
            logger.warn(`A change of a state was not published: ${error}`),
          );
    },
  });
  gitops.inventory.onChange(changes => states.take(withoutPreviews(changes)));
  metrics.observeDeployments(() => states.counts());
}
