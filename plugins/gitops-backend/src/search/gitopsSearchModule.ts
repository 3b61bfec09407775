import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
} from '@backstage/backend-plugin-api';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { GitopsClient } from 'backstage-plugin-gitops-common';
import { DeploymentCollatorFactory } from './DeploymentCollatorFactory';
import { serviceFetch } from './serviceFetch';

const SCHEDULE_KEY = 'search.collators.gitops.schedule';

/** The other plugins' collators begin at the same time: this one's plugin has to be ready. */
const DEFAULT_SCHEDULE = {
  frequency: { minutes: 10 },
  timeout: { minutes: 15 },
  initialDelay: { seconds: 10 },
};

/**
 * Lets Backstage's search find what was deployed: each service in each environment, by its name,
 * its owner and its version.
 *
 * @public
 */
export const gitopsSearchModule = createBackendModule({
  pluginId: 'search',
  moduleId: 'gitops-collator',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        scheduler: coreServices.scheduler,
        indexRegistry: searchIndexRegistryExtensionPoint,
      },
      async init({ config, scheduler, indexRegistry, ...services }) {
        const schedule = config.has(SCHEDULE_KEY)
          ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
              config.getConfig(SCHEDULE_KEY),
            )
          : DEFAULT_SCHEDULE;
        const fetchApi = { fetch: serviceFetch(services) };
        indexRegistry.addCollator({
          schedule: scheduler.createScheduledTaskRunner(schedule),
          factory: new DeploymentCollatorFactory(
            new GitopsClient({ fetchApi }),
          ),
        });
      },
    });
  },
});
