import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Request, Router } from 'express';
import type { PromotionCalls } from './PromotionCalls';
import type { WorkflowCalls } from './WorkflowCalls';

export type Caller = (
  req: Parameters<HttpAuthService['credentials']>[0],
) => Promise<BackstageCredentials>;

/** What is between environments, plans, and promotions. */
export function addPromotionRoutes(
  router: Router,
  {
    calls,
    workflows,
    caller,
  }: { calls: PromotionCalls; workflows: WorkflowCalls; caller: Caller },
): void {
  router.get(
    '/v1/services/:kind/:namespace/:name/transitions',
    async (req, res) => {
      const items = await calls.transitions(serviceOf(req), await caller(req));
      res.json({ items });
    },
  );

  router.post(
    '/v1/services/:kind/:namespace/:name/workflow',
    async (req, res) => {
      const { to, version } = req.body;
      const run = { service: serviceOf(req), to, version };
      await workflows.run(run, await caller(req));
      res.json({ done: true });
    },
  );

  router.post('/v1/promotions/plan', async (req, res) => {
    const { service, from, to } = req.body;
    res.json(await calls.plan({ service, from, to }, await caller(req)));
  });

  router.get('/v1/promotions', async (req, res) => {
    const { service, to } = req.query as { service: string; to?: string };
    const items = await calls.list({ service, to }, await caller(req));
    res.json({ items });
  });

  router.post('/v1/promotions', async (req, res) => {
    const answer = await calls.promote(req.body, await caller(req));
    res.status(answer.made ? 201 : 200).json(answer);
  });

  router.get('/v1/promotions/:id', async (req, res) => {
    const promotion = await calls.get(req.params.id, await caller(req));
    res.json(promotion);
  });

  router.post('/v1/promotions/:id/close', async (req, res) => {
    res.json(await calls.close(req.params.id, await caller(req)));
  });

  router.post('/v1/promotions/:id/merge', async (req, res) => {
    res.json(await calls.merge(req.params.id, await caller(req)));
  });

  router.post('/v1/promotions/:id/retry', async (req, res) => {
    const answer = await calls.retry(req.params.id, await caller(req));
    res.status(answer.made ? 201 : 200).json(answer);
  });

  router.post('/v1/promotions/:id/rollback', async (req, res) => {
    const { id } = req.params;
    const answer = await calls.rollback(id, req.body, await caller(req));
    res.status(answer.made ? 201 : 200).json(answer);
  });

  router.post('/v1/promotions/:id/rollback/plan', async (req, res) => {
    res.json(await calls.planRollback(req.params.id, await caller(req)));
  });

  router.post('/v1/releases', async (req, res) => {
    const answer = await calls.release(req.body, await caller(req));
    res.status(answer.made ? 201 : 200).json(answer);
  });
}

function serviceOf({ params }: Request): string {
  const { kind, namespace, name } = params;
  return stringifyEntityRef({ kind, namespace, name });
}
