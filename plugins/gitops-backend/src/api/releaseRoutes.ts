import {
  releaseAnswerSchema,
  releasePlanRequestSchema,
  releasePlanSchema,
  releaseRequestSchema,
  releaseRollbackRequestSchema,
  releaseSchema,
} from 'backstage-plugin-gitops-common';
import type { Router } from 'express';
import { z } from 'zod';
import type { Endpoints } from './Endpoint';
import type { PromotionCalls } from './promotions/PromotionCalls';
import { Caller, serve } from './serve';

const params = z.object({ id: z.uuid().describe('Identity of the release') });

export const releaseEndpoints = {
  planRelease: {
    method: 'post',
    path: '/v1/releases/plan',
    description:
      "A plan for each service, or why it can't come. Writes nothing.",
    body: releasePlanRequestSchema,
    answer: releasePlanSchema,
  },
  requestRelease: {
    method: 'post',
    path: '/v1/releases',
    description:
      'Requests promotions of several services as one, with a pull request for each repository. Asked twice, it answers the same release. Needs gitops.promotion.create for each service.',
    body: releaseRequestSchema,
    answer: releaseAnswerSchema,
    makes: true,
  },
  release: {
    method: 'get',
    path: '/v1/releases/{id}',
    description:
      'A release with its promotions, as far as the caller may read these.',
    params,
    answer: releaseSchema,
  },
  closeRelease: {
    method: 'post',
    path: '/v1/releases/{id}/close',
    description:
      'Closes its pull requests that are not merged yet. Needs gitops.promotion.create for each service.',
    params,
    answer: releaseSchema,
  },
  mergeRelease: {
    method: 'post',
    path: '/v1/releases/{id}/merge',
    description:
      'Merges its pull requests one after the other, as they were opened. Needs gitops.promotion.merge for each service.',
    params,
    answer: releaseSchema,
  },
  planReleaseRollback: {
    method: 'post',
    path: '/v1/releases/{id}/rollback/plan',
    description:
      'What going back to the versions before would do, service by service. Writes nothing.',
    params,
    answer: releasePlanSchema,
  },
  rollbackRelease: {
    method: 'post',
    path: '/v1/releases/{id}/rollback',
    description:
      'Requests the versions before, as a release of its own. Needs gitops.promotion.create for each service.',
    params,
    body: releaseRollbackRequestSchema,
    answer: releaseAnswerSchema,
    makes: true,
  },
} satisfies Endpoints;

/** Promotions of several services as one. */
export function addReleaseRoutes(
  router: Router,
  { calls, caller }: { calls: PromotionCalls; caller: Caller },
): void {
  serve(router, caller, releaseEndpoints, {
    planRelease: ({ body, credentials }) =>
      calls.releases.plans.plan(body, credentials),

    requestRelease: ({ body, credentials }) =>
      calls.releases.requests.request(body, credentials),

    release: ({ params: { id }, credentials }) =>
      calls.releases.acts.get(id, credentials),

    closeRelease: ({ params: { id }, credentials }) =>
      calls.releases.acts.close(id, credentials),

    mergeRelease: ({ params: { id }, credentials }) =>
      calls.releases.acts.merge(id, credentials),

    planReleaseRollback: ({ params: { id }, credentials }) =>
      calls.releases.plans.planRollback(id, credentials),

    rollbackRelease: ({ params: { id }, body, credentials }) =>
      calls.releases.requests.rollback(id, body, credentials),
  });
}
