import type {
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import express, { RequestHandler, Router } from 'express';
import onHeaders from 'on-headers';
import type { Gitops } from '../Gitops';
import type { TemplateFolders } from '../templates/TemplateFolders';
import type { Access } from './Access';
import type { ApplicationSetCalls } from './ApplicationSetCalls';
import { addApplicationSetRoutes } from './applicationSetRoutes';
import type { ArgoCdCalls } from './ArgoCdCalls';
import { addArgoCdRoutes } from './argoCdRoutes';
import type { ChangesCalls } from './ChangesCalls';
import { addChangesRoutes } from './changesRoutes';
import type { ClaimCalls } from './ClaimCalls';
import { addClaimRoutes } from './claimRoutes';
import { addDeploymentRoutes } from './deploymentRoutes';
import type { FleetCalls } from './FleetCalls';
import { addFleetRoutes } from './fleetRoutes';
import type { FreezeCalls } from './FreezeCalls';
import { addFreezeRoutes } from './freezeRoutes';
import type { HistoryCalls } from './HistoryCalls';
import { addHistoryRoutes } from './historyRoutes';
import type { MetricsCalls } from './MetricsCalls';
import { addMetricsRoutes } from './metricsRoutes';
import { openapi } from './openapi';
import { addPromotionListRoutes } from './promotionListRoutes';
import { addPromotionRoutes } from './promotionRoutes';
import type { PromotionCalls } from './promotions/PromotionCalls';
import { addReleaseRoutes } from './releaseRoutes';
import type { Caller } from './serve';
import type { ServiceReads } from './ServiceReads';
import { addServiceRoutes } from './serviceRoutes';
import { addTemplateRoutes } from './templateRoutes';
import { upstreamErrors } from './upstreamErrors';
import type { WorkflowCalls } from './WorkflowCalls';
import type { WorkflowChecks } from './WorkflowChecks';

/** Larger than any valid request, so that validation refuses what is too long and names it. */
const MAX_BODY = '512kb';

export interface RouterOptions {
  gitops: Gitops;
  access: Access;
  services: ServiceReads;
  calls: PromotionCalls;
  workflows: WorkflowCalls;
  checks: WorkflowChecks;
  argocd: ArgoCdCalls;
  claims: ClaimCalls;
  applicationSets: ApplicationSetCalls;
  fleet: FleetCalls;
  freezes: FreezeCalls;
  history: HistoryCalls;
  deliveryMetrics: MetricsCalls;
  changes: ChangesCalls;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  templateFolders: TemplateFolders;
  httpAuth: HttpAuthService;
  logger: LoggerService;
}

/** Serves the description as it is. Backstage's own route calls it OpenAPI 3.0, which it is not. */
const description: RequestHandler = (req, res, next) => {
  if (req.method !== 'GET' || req.path !== '/openapi.json') next();
  else res.json({ ...openapi, servers: [{ url: req.baseUrl || '/' }] });
};

/**
 * Only the caller's own browser may keep an answer, and it has to ask each time. Express compares
 * the tags. A few kilobytes are not worth compressing: that takes longer than all the rest.
 */
const cachePolicy: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'private, no-cache, no-transform');
  res.vary('Authorization');
  next();
};

/** Tells in the answer how long it took in this plugin. */
const serverTiming: RequestHandler = (_req, res, next) => {
  const startedAt = performance.now();
  onHeaders(res, () => {
    const durationMs = performance.now() - startedAt;
    res.setHeader('Server-Timing', `gitops;dur=${durationMs.toFixed(3)}`);
  });
  next();
};

/** The HTTP API. Each route authorises its caller, makes one call, and answers. */
export function createRouter(options: RouterOptions): Router {
  const caller: Caller = req =>
    options.httpAuth.credentials(req, { allow: ['user', 'service'] });
  const router = Router();
  router.use(
    serverTiming,
    cachePolicy,
    description,
    express.json({ limit: MAX_BODY }),
  );
  addServiceRoutes(router, { ...options, caller });
  addDeploymentRoutes(router, { ...options, caller });
  addHistoryRoutes(router, { ...options, caller });
  addMetricsRoutes(router, { ...options, caller });
  addChangesRoutes(router, { ...options, caller });
  addClaimRoutes(router, { ...options, caller });
  addApplicationSetRoutes(router, { ...options, caller });
  addFleetRoutes(router, { ...options, caller });
  // Before a promotion, whose id would be `export`
  addPromotionListRoutes(router, { ...options, ...options.calls, caller });
  addPromotionRoutes(router, { ...options, caller });
  addReleaseRoutes(router, { ...options, caller });
  addFreezeRoutes(router, { ...options, caller });
  addArgoCdRoutes(router, { ...options, caller });
  addTemplateRoutes(router, { ...options, caller });
  router.use(upstreamErrors);
  return router;
}
