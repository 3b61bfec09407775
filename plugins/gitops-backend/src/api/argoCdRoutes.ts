import type { Request, Router } from 'express';
import { ArgoCdError } from '../argocd/ArgoCdError';
import { errorForCaller } from '../argocd/errorForCaller';
import type { ArgoCdCalls } from './ArgoCdCalls';
import type { Caller } from './promotionRoutes';

/** Actions in Argo CD. */
export function addArgoCdRoutes(
  router: Router,
  { argocd, caller }: { argocd: ArgoCdCalls; caller: Caller },
): void {
  const path = '/v1/deployments/:instance/:namespace/:application';

  router.post(`${path}/refresh`, async (req, res) => {
    await named(req, argocd.refresh(refOf(req), await caller(req)));
    res.json({ done: true });
  });

  router.post(`${path}/sync`, async (req, res) => {
    await named(req, argocd.sync(refOf(req), req.body, await caller(req)));
    res.json({ done: true });
  });

  router.post(`${path}/refresh-secrets`, async (req, res) => {
    const body = req.body ?? {};
    await named(
      req,
      argocd.refreshSecrets(refOf(req), body, await caller(req)),
    );
    res.json({ done: true });
  });
}

function refOf({ params }: Request) {
  const { instance, namespace, application } = params;
  return { instance, namespace, name: application };
}

/** Names the Application in errors of Argo CD. */
function named<T>(req: Request, work: Promise<T>): Promise<T> {
  return work.catch(error => {
    throw error instanceof ArgoCdError
      ? errorForCaller(error, refOf(req))
      : error;
  });
}
