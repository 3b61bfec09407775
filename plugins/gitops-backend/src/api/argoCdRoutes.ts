import type { Request, Router } from 'express';
import type { ArgoCdCalls } from './ArgoCdCalls';
import type { Caller } from './promotionRoutes';

/** What is asked of Argo CD itself. */
export function addArgoCdRoutes(
  router: Router,
  { argocd, caller }: { argocd: ArgoCdCalls; caller: Caller },
): void {
  const path = '/v1/deployments/:instance/:namespace/:application';

  router.post(`${path}/refresh`, async (req, res) => {
    res.locals.operation = 'refreshApplication';
    await argocd.refresh(refOf(req), await caller(req));
    res.json({ done: true });
  });

  router.post(`${path}/sync`, async (req, res) => {
    res.locals.operation = 'syncApplication';
    await argocd.sync(refOf(req), req.body, await caller(req));
    res.json({ done: true });
  });

  router.post(`${path}/refresh-secrets`, async (req, res) => {
    res.locals.operation = 'refreshSecrets';
    await argocd.refreshSecrets(refOf(req), req.body ?? {}, await caller(req));
    res.json({ done: true });
  });
}

function refOf({ params }: Request) {
  const { instance, namespace, application } = params;
  return { instance, namespace, name: application };
}
