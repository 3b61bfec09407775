import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { GitHosts } from 'backstage-plugin-gitops-node';
import { registerActions } from './actions/registerActions';
import { registerPermissions } from './api/registerPermissions';
import { createRouter } from './api/router';
import { ServiceReads } from './api/ServiceReads';
import { ChangesReader } from './changes/ChangesReader';
import { readSettings } from './config/readConfig';
import { SecretRefreshes } from './details/SecretRefreshes';
import { followDeployments } from './events/followDeployments';
import { Gitops } from './Gitops';
import { systemClock as clock } from './inventory/Clock';
import { createMetrics } from './metrics';
import { notifyOwners } from './notifications/notifyOwners';
import { notifyReviewers } from './notifications/notifyReviewers';
import { Entities } from './ownership/Entities';
import { openPromotionStore } from './promotions/store/PromotionStore';
import { registerExtensionPoints } from './registerExtensionPoints';
import { signalling } from './signalling';
import { startAndStop } from './startAndStop';
import { TemplateFolders } from './templates/TemplateFolders';
import { followGitEvents } from './webhooks/followGitEvents';
import { wireAccess } from './wireAccess';
import { wirePromotions } from './wirePromotions';
import { wireReads } from './wireReads';

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
        urlReader: coreServices.urlReader,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const { config } = services;
        const settings = readSettings(config);
        const metrics = createMetrics(services.metrics, clock);
        const hosts = GitHosts.fromConfig(config, addedHosts);
        const shared = { ...services, settings, clock, metrics, hosts };
        const signal = signalling(shared);
        const onServiceChange = signal.service;
        const store = await openPromotionStore({ ...shared, now: clock.now });
        const refreshes = new SecretRefreshes(store.database.knex, shared);
        const gitops = new Gitops({ ...shared, refreshes, onServiceChange });
        followDeployments({ ...shared, gitops });
        const entities = new Entities(services);
        const known = { ...shared, entities, gitops };
        registerPermissions(known);
        const readers = {
          ...known,
          ...wireAccess(known),
          changes: new ChangesReader(shared),
        };
        const { reads, recorded } = await wireReads({
          ...readers,
          records: store.records,
          onChange: signal.fleet,
        });
        const promotions = wirePromotions({
          ...readers,
          addedGates,
          store,
          refreshes,
          history: recorded,
          appUrl: config.getOptionalString('app.baseUrl'),
          onChange(service) {
            signal.service(service);
            signal.promotions();
            reads.fleet.promotionsChanged();
          },
          onChangeOfAll: () => signal.freezes(gitops.pages.spreadMs),
        });
        const { calls, worker } = promotions;
        const templateFolders = new TemplateFolders({
          urlReader: services.urlReader,
          integrations: ScmIntegrations.fromConfig(config),
        });
        const serving = {
          ...readers,
          ...promotions,
          ...reads,
          templateFolders,
        };
        const pages = new ServiceReads(serving);
        services.httpRouter.use(createRouter({ ...serving, services: pages }));
        const registry = services.actionsRegistry;
        registerActions({ registry, calls, services: pages });
        await followGitEvents({ ...shared, store, wake: () => worker.wake() });
        await notifyOwners(known);
        await notifyReviewers({ ...shared, store });
        startAndStop({ ...known, ...promotions, signal });
      },
    });
  },
});
