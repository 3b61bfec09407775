import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import express, { RequestHandler, Router } from 'express';
import onHeaders from 'on-headers';
import type { Gitops } from '../Gitops';
import type { Access } from './Access';
import { answerJson, taggedJson } from './answer';
import type { ArgoCdCalls } from './ArgoCdCalls';
import { addArgoCdRoutes } from './argoCdRoutes';
import { entityRefOf } from './entityRefOf';
import { openapi } from './openapi';
import type { PromotionCalls } from './PromotionCalls';
import type { WorkflowCalls } from './WorkflowCalls';
import { addPromotionRoutes } from './promotionRoutes';
import { upstreamErrors } from './upstreamErrors';
import { visibleDeployments } from './visibleDeployments';

/** Beyond what any request may hold, so that what is too long is refused with its name. */
const MAX_BODY = '512kb';

export interface RouterOptions {
  gitops: Gitops;
  access: Access;
  calls: PromotionCalls;
  workflows: WorkflowCalls;
  argocd: ArgoCdCalls;
  httpAuth: HttpAuthService;
  onRequest(operation: string, durationMs: number): void;
}

/** The HTTP API: who asks, what they may see, what is held, answer. */
export function createRouter(options: RouterOptions): Router {
  const { gitops, access, argocd, httpAuth, onRequest } = options;
  const router = createValidatedOpenApiRouter(openapi, {
    middleware: [
      timed(onRequest),
      describing(),
      express.json({ limit: MAX_BODY }),
    ],
    // Who asks is Backstage's to find out, with or without this header
    validatorOptions: { validateSecurity: false },
  }) as unknown as Router;
  const caller = (req: Parameters<HttpAuthService['credentials']>[0]) =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });

  router.get('/v1/environments', async (req, res) => {
    res.locals.operation = 'environments';
    await access.anything(await caller(req));
    answerJson(req, res, taggedJson({ items: gitops.environments.all() }));
  });

  router.get('/v1/instances', async (req, res) => {
    res.locals.operation = 'instances';
    await access.instances(await caller(req));
    answerJson(req, res, taggedJson({ items: gitops.instances() }));
  });

  router.get(
    '/v1/services/:kind/:namespace/:name/deployments',
    async (req, res) => {
      res.locals.operation = 'serviceDeployments';
      const { kind, namespace, name } = req.params;
      const seen = await access.service(
        entityRefOf(kind, namespace, name),
        await caller(req),
      );
      const answer = gitops.live.answer(seen.query);
      if (seen.seesAll) {
        answerJson(req, res, answer);
        return;
      }
      const visible = visibleDeployments(answer.deployments, seen, gitops);
      answerJson(req, res, taggedJson(visible));
    },
  );

  router.get(
    '/v1/deployments/:instance/:namespace/:application',
    async (req, res) => {
      res.locals.operation = 'applicationDetails';
      const credentials = await caller(req);
      const { instance, namespace, application: name } = req.params;
      const application = gitops.application({ instance, namespace, name });
      await access.application(
        application,
        application ? gitops.environmentOf(application) : '',
        credentials,
      );
      if (!application) throw new NotFoundError(`No Application ${name}`);
      answerJson(req, res, taggedJson(await gitops.details(application)));
    },
  );

  addPromotionRoutes(router, { ...options, caller });
  addArgoCdRoutes(router, { argocd, caller });
  router.use(upstreamErrors);
  return router;
}

/** Serves the description as it is. Backstage's own route calls it OpenAPI 3.0, which it is not. */
function describing(): RequestHandler {
  return (req, res, next) => {
    if (req.method !== 'GET' || req.path !== '/openapi.json') next();
    else res.json({ ...openapi, servers: [{ url: req.baseUrl || '/' }] });
  };
}

/** Tells how long the answer took, to the metrics and in the answer itself. */
function timed(onRequest: RouterOptions['onRequest']): RequestHandler {
  return (_req, res, next) => {
    const startedAt = performance.now();
    onHeaders(res, () => {
      const durationMs = performance.now() - startedAt;
      res.setHeader('Server-Timing', `gitops;dur=${durationMs.toFixed(3)}`);
      onRequest(res.locals.operation ?? 'unknown', durationMs);
    });
    next();
  };
}
