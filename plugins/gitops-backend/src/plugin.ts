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
  deploymentsChannel,
  gitopsDeploymentPermissions,
  gitopsInstanceReadPermission,
  promotionsChannel,
} from 'backstage-plugin-gitops-common';
import {
  GitHost,
  GitHosts,
  gitHostsExtensionPoint,
} from 'backstage-plugin-gitops-node';
import { registerActions } from './actions/registerActions';
import { Access } from './api/Access';
import { loadDeploymentResources } from './api/deploymentResources';
import {
  gitopsDeploymentResourceRef,
  gitopsDeploymentRules,
} from './api/permissions';
import { createRouter } from './api/router';
import { visibleDeployments } from './api/visibleDeployments';
import { readSettings } from './config/readConfig';
import { Gitops } from './Gitops';
import { systemClock } from './inventory/Clock';
import { createMetrics } from './metrics';
import { createPromotions } from './promotions/createPromotions';
import { followGitEvents } from './webhooks/followGitEvents';

/**
 * Reads Argo CD and serves what runs where.
 *
 * @public
 */
export const gitopsPlugin = createBackendPlugin({
  pluginId: 'gitops',
  register(env) {
    const otherHosts: GitHost[] = [];
    env.registerExtensionPoint(gitHostsExtensionPoint, {
      addGitHost: host => otherHosts.push(host),
    });
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
        metricsService: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        signals: signalsServiceRef,
      },
      async init({
        actionsRegistry,
        auditor,
        auth,
        catalog,
        config,
        database,
        events,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        metricsService,
        notifications,
        permissions,
        permissionsRegistry,
        signals,
      }) {
        const settings = readSettings(config);
        if (settings.instances.length === 0) {
          logger.warn(
            'No Argo CD is configured: name the instances under gitops.argocd.instances',
          );
        }
        const clock = systemClock;
        const metrics = createMetrics(metricsService, clock);
        const tell = (channel: string) =>
          void signals
            .publish({
              recipients: { type: 'broadcast' },
              channel,
              message: {},
            })
            .catch(error =>
              logger.warn(`Open pages were not told of a change: ${error}`),
            );
        const gitops = new Gitops({
          settings,
          logger,
          clock,
          metrics,
          onServiceChange: entityRef => tell(deploymentsChannel(entityRef)),
        });

        permissionsRegistry.addResourceType({
          resourceRef: gitopsDeploymentResourceRef,
          permissions: gitopsDeploymentPermissions,
          rules: Object.values(gitopsDeploymentRules),
          getResources: async names =>
            loadDeploymentResources(names, {
              catalog,
              credentials: await auth.getOwnServiceCredentials(),
            }),
        });
        permissionsRegistry.addPermissions([gitopsInstanceReadPermission]);

        const { locator } = gitops;
        const access = new Access({
          auth,
          catalog,
          permissions,
          permissionsRegistry,
          locator,
          serviceLabel: settings.serviceLabel,
        });
        const hosts = GitHosts.fromConfig(config, otherHosts);
        const { calls, workflows, argocd, worker, store } =
          await createPromotions({
            settings,
            gitops,
            access,
            hosts,
            database,
            auditor,
            notifications,
            logger,
            clock,
            appUrl: config.getOptionalString('app.baseUrl'),
            onChange: entityRef => tell(promotionsChannel(entityRef)),
          });
        httpRouter.use(
          createRouter({
            gitops,
            access,
            calls,
            workflows,
            argocd,
            httpAuth,
            onRequest: metrics.request,
          }),
        );

        registerActions({
          registry: actionsRegistry,
          calls,
          async deployments(service, credentials) {
            const seen = await access.service(service, credentials);
            return visibleDeployments(
              gitops.live.answer(seen.query).deployments,
              seen,
              gitops,
            );
          },
        });
        await followGitEvents({
          events,
          hosts,
          store,
          logger,
          wake: () => worker.wake(),
        });

        const ended = new AbortController();
        lifecycle.addStartupHook(() => {
          gitops.start();
          worker.start(ended.signal);
        });
        lifecycle.addShutdownHook(async () => {
          ended.abort();
          await gitops.stop();
        });
      },
    });
  },
});
