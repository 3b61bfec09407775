import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  deploymentsChannel,
  gitopsDeploymentReadPermission,
  gitopsInstanceReadPermission,
} from 'backstage-plugin-gitops-common';
import { Access } from './api/Access';
import { loadDeploymentResources } from './api/deploymentResources';
import {
  gitopsDeploymentResourceRef,
  gitopsDeploymentRules,
} from './api/permissions';
import { createRouter } from './api/router';
import { readSettings } from './config/readConfig';
import { Gitops } from './Gitops';
import { systemClock } from './inventory/Clock';
import { createMetrics } from './metrics';

/**
 * Reads Argo CD and serves what runs where.
 *
 * @public
 */
export const gitopsPlugin = createBackendPlugin({
  pluginId: 'gitops',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metricsService: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        signals: signalsServiceRef,
      },
      async init({
        auth,
        catalog,
        config,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        metricsService,
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
        const gitops = new Gitops({
          settings,
          logger,
          clock,
          metrics,
          onServiceChange: entityRef =>
            void signals
              .publish({
                recipients: { type: 'broadcast' },
                channel: deploymentsChannel(entityRef),
                message: {},
              })
              .catch(error =>
                logger.warn(`Open pages were not told of a change: ${error}`),
              ),
        });

        permissionsRegistry.addResourceType({
          resourceRef: gitopsDeploymentResourceRef,
          permissions: [gitopsDeploymentReadPermission],
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
        httpRouter.use(
          createRouter({
            gitops,
            access,
            httpAuth,
            onRequest: metrics.request,
          }),
        );

        lifecycle.addStartupHook(() => gitops.start());
        lifecycle.addShutdownHook(() => gitops.stop());
      },
    });
  },
});
