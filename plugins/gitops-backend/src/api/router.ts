import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { Router } from 'express';
import type { Gitops } from '../Gitops';
import type { Access } from './Access';
import { answerJson, taggedJson } from './answer';
import { openapi } from './openapi';

export interface RouterOptions {
  gitops: Gitops;
  access: Access;
  httpAuth: HttpAuthService;
  onRequest(operation: string, durationMs: number): void;
}

/** The HTTP API: who asks, what they may see, what is held, answer. */
export function createRouter(options: RouterOptions): Router {
  const { gitops, access, httpAuth, onRequest } = options;
  const router = createValidatedOpenApiRouter(openapi, {
    middleware: [],
  }) as unknown as Router;
  const caller = (req: Parameters<HttpAuthService['credentials']>[0]) =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });

  router.use((_req, res, next) => {
    const startedAt = performance.now();
    const { writeHead } = res;
    res.writeHead = function timed(
      this: typeof res,
      ...args: Parameters<typeof writeHead>
    ) {
      const durationMs = performance.now() - startedAt;
      this.setHeader('Server-Timing', `gitops;dur=${durationMs.toFixed(3)}`);
      onRequest(res.locals.operation ?? 'unknown', durationMs);
      return writeHead.apply(this, args);
    } as typeof writeHead;
    next();
  });

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
      const { query, seesAll, sees } = await access.service(
        entityRefOf(kind, namespace, name),
        await caller(req),
      );
      const answer = gitops.live.answer(query);
      if (seesAll) {
        answerJson(req, res, answer);
        return;
      }
      const environments = answer.deployments.environments.filter(
        ({ environment }) => sees(environment),
      );
      answerJson(req, res, taggedJson({ ...answer.deployments, environments }));
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

  return router;
}

function entityRefOf(kind: string, namespace: string, name: string): string {
  return `${kind}:${namespace}/${name}`.toLocaleLowerCase('en-US');
}
