import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import express, { RequestHandler, Router } from 'express';
import onHeaders from 'on-headers';
import type { Gitops } from '../Gitops';
import type { Access } from './Access';
import type { ArgoCdCalls } from './ArgoCdCalls';
import { addArgoCdRoutes } from './argoCdRoutes';
import { openapi } from './openapi';
import type { PromotionCalls } from './PromotionCalls';
import type { WorkflowCalls } from './WorkflowCalls';
import { addPromotionRoutes } from './promotionRoutes';
import { upstreamErrors } from './upstreamErrors';
import { visibleDeployments } from './visibleDeployments';

/** Larger than any valid request, so that validation refuses what is too long and names it. */
const MAX_BODY = '512kb';

export interface RouterOptions {
  gitops: Gitops;
  access: Access;
  calls: PromotionCalls;
  workflows: WorkflowCalls;
  argocd: ArgoCdCalls;
  httpAuth: HttpAuthService;
}

/** Serves the description as it is. Backstage's own route calls it OpenAPI 3.0, which it is not. */
const description: RequestHandler = (req, res, next) => {
  if (req.method !== 'GET' || req.path !== '/openapi.json') next();
  else res.json({ ...openapi, servers: [{ url: req.baseUrl || '/' }] });
};

/**
 * Only the caller's own browser may keep an answer, and it has to ask each time. Express compares
 * the
 * tags. A few kilobytes are not worth compressing: that takes longer than all the rest.
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
  const { gitops, access, argocd, httpAuth } = options;
  const router = createValidatedOpenApiRouter(openapi, {
    middleware: [
      serverTiming,
      cachePolicy,
      description,
      express.json({ limit: MAX_BODY }),
    ],
    // Authentication is done by httpAuth, not by the validator
    validatorOptions: { validateSecurity: false },
  }) as unknown as Router;
  const caller = (req: Parameters<HttpAuthService['credentials']>[0]) =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });

  router.get('/v1/environments', async (req, res) => {
    await access.anything(await caller(req));
    res.json({ items: gitops.environments.all() });
  });

  router.get('/v1/instances', async (req, res) => {
    await access.instances(await caller(req));
    res.json({ items: gitops.instances() });
  });

  router.get(
    '/v1/services/:kind/:namespace/:name/deployments',
    async (req, res) => {
      const { kind, namespace, name } = req.params;
      const seen = await access.service(
        stringifyEntityRef({ kind, namespace, name }),
        await caller(req),
      );
      const { answer } = seen;
      if (seen.isWhole) {
        res.set('ETag', answer.etag).type('json').send(answer.body);
        return;
      }
      res.json(visibleDeployments(seen, gitops));
    },
  );

  router.get(
    '/v1/deployments/:instance/:namespace/:application',
    async (req, res) => {
      const credentials = await caller(req);
      const { instance, namespace, application: name } = req.params;
      const { application } = await access.application(
        gitops.application({ instance, namespace, name }),
        credentials,
      );
      res.json(await gitops.details(application));
    },
  );

  addPromotionRoutes(router, { ...options, caller });
  addArgoCdRoutes(router, { argocd, caller });
  router.use(upstreamErrors);
  return router;
}
