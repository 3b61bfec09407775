import type { Router } from 'express';
import { z } from 'zod';
import type { ApplicationRef } from 'backstage-plugin-gitops-common';
import { ArgoCdError } from '../argocd/ArgoCdError';
import { errorForCaller } from '../argocd/errorForCaller';
import type { ArgoCdCalls } from './ArgoCdCalls';
import type { Endpoints } from './Endpoint';
import { Caller, serve } from './serve';
import { applicationPath, done, name } from './shapes';

const path = '/v1/deployments/{instance}/{namespace}/{application}';

export const argoCdEndpoints = {
  refreshApplication: {
    method: 'post',
    path: `${path}/refresh`,
    description:
      'Has Argo CD compare with Git again. Needs gitops.application.refresh.',
    params: applicationPath,
    answer: done,
  },
  syncApplication: {
    method: 'post',
    path: `${path}/sync`,
    description:
      'Syncs to the revision that was shown. Needs gitops.application.sync.',
    params: applicationPath,
    body: z.strictObject({
      revision: name.regex(
        /^[A-Za-z0-9._+/-]+$/,
        'has to be a commit or a version',
      ),
    }),
    answer: done,
  },
  refreshSecrets: {
    method: 'post',
    path: `${path}/refresh-secrets`,
    description:
      'Has ExternalSecrets read from their store again: one, or all of the Application. Needs gitops.secret.refresh.',
    params: applicationPath,
    body: z.strictObject({ externalSecret: name.optional() }),
    answer: done,
  },
} satisfies Endpoints;

/** Actions in Argo CD. */
export function addArgoCdRoutes(
  router: Router,
  { argocd, caller }: { argocd: ArgoCdCalls; caller: Caller },
): void {
  serve(router, caller, argoCdEndpoints, {
    refreshApplication: ({ params, credentials }) =>
      act(params, ref => argocd.refresh(ref, credentials)),

    syncApplication: ({ params, body, credentials }) =>
      act(params, ref => argocd.sync(ref, body, credentials)),

    refreshSecrets: ({ params, body, credentials }) =>
      act(params, ref => argocd.refreshSecrets(ref, body, credentials)),
  });
}

/** Names the Application in errors of Argo CD. */
async function act(
  { instance, namespace, application }: z.infer<typeof applicationPath>,
  call: (ref: ApplicationRef) => Promise<void>,
): Promise<{ done: boolean }> {
  const ref = { instance, namespace, name: application };
  try {
    await call(ref);
    return { done: true };
  } catch (error) {
    throw error instanceof ArgoCdError ? errorForCaller(error, ref) : error;
  }
}
