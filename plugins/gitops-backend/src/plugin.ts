import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  fleetChannel,
  promotionsChannel,
  freezesChannel,
  serviceChannel,
} from 'backstage-plugin-gitops-common';
import { GitHosts } from 'backstage-plugin-gitops-node';
import { registerActions } from './actions/registerActions';
import { Access } from './api/Access';
import { ApplicationSetCalls } from './api/ApplicationSetCalls';
import { ChangesCalls } from './api/ChangesCalls';
import { ClaimCalls } from './api/ClaimCalls';
import { FleetCalls } from './api/FleetCalls';
import { registerPermissions } from './api/registerPermissions';
import { createRouter } from './api/router';
import { visibleDeployments } from './api/visibleDeployments';
import { ChangesReader } from './changes/ChangesReader';
import { EnvironmentDifferences } from './changes/EnvironmentDifferences';
import { readSettings } from './config/readConfig';
import { followDeployments } from './events/followDeployments';
import { Gitops } from './Gitops';
import { systemClock as clock } from './inventory/Clock';
import { createMetrics } from './metrics';
import { notifyOwners } from './notifications/notifyOwners';
import { notifyReviewers } from './notifications/notifyReviewers';
import { Entities } from './ownership/Entities';
import { registerExtensionPoints } from './registerExtensionPoints';
import { onceASecond, signalling } from './signalling';
import { startAndStop } from './startAndStop';
import { followGitEvents } from './webhooks/followGitEvents';
import { wireHistory } from './wireHistory';
import { wirePromotions } from './wirePromotions';

/**
 * Reads Argo CD and serves what runs where.
 *
 * @public
 */
export const gitopsPlugin = createBackendPlugin({
  pluginId: 'gitops',
  register(env) {
    const { addedHosts, addedGates } = registerExtensionPoints(env);
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const { config } = services;
        const settings = readSettings(config);
        const metrics = createMetrics(services.metrics, clock);
        const hosts = GitHosts.fromConfig(config, addedHosts);
        const shared = { ...services, settings, clock, metrics, hosts };
        const signal = signalling(services);
        const changes = new ChangesReader({ settings, hosts });
        const onServiceChange = (service: string) =>
          signal(serviceChannel(service));
        const gitops = new Gitops({ ...shared, onServiceChange });
        followDeployments({ ...shared, gitops });
        const entities = new Entities(services);
        const known = { ...services, entities, gitops };
        registerPermissions(known);
        const access = new Access({ ...known, ...settings });
        const onChange = () => signal(fleetChannel);
        const fleet = new FleetCalls({
          ...shared,
          ...known,
          access,
          onChange,
          // Nobody reads the fleet before all is wired
          // eslint-disable-next-line @typescript-eslint/no-use-before-define
          lastingRuns: () => past.lastingRuns(),
          // eslint-disable-next-line @typescript-eslint/no-use-before-define
          promotionsUnderWay: () => promotions.store.records.allUnderWay(),
        });
        const past = await wireHistory({ ...shared, gitops, access, fleet });
        const reads = {
          changes: new ChangesCalls({
            changes,
            differences: new EnvironmentDifferences({ gitops, hosts }),
            ...past.calls,
            gitops,
            access,
          }),
          claims: new ClaimCalls({ ...known, access }),
          applicationSets: new ApplicationSetCalls({ ...known, access, fleet }),
          fleet,
          ...past.calls,
        };
        const onPromotionsChange = onceASecond(
          () => signal(promotionsChannel),
          { clock, ended: gitops.signal },
        );
        const promotions = await wirePromotions({
          ...shared,
          ...known,
          access,
          addedGates,
          history: past.recorded,
          changes,
          appUrl: config.getOptionalString('app.baseUrl'),
          onChange: service => {
            onServiceChange(service);
            fleet.promotionsChanged();
            onPromotionsChange();
          },
          onChangeOfAll: () => signal(freezesChannel),
        });
        const { calls, worker, store } = promotions;
        services.httpRouter.use(
          createRouter({ ...known, ...promotions, ...reads, access }),
        );
        registerActions({
          registry: services.actionsRegistry,
          calls,
          async deployments(service, credentials) {
            const seen = await access.service(service, credentials);
            return visibleDeployments(seen, gitops);
          },
        });
        const wake = () => worker.wake();
        await followGitEvents({ ...shared, store, wake });
        await notifyOwners({ ...shared, ...known });
        await notifyReviewers({ ...shared, store });
        startAndStop({ ...shared, gitops, worker, signal });
      },
    });
  },
});
