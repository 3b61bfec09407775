import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Router } from 'express';
import { promotionEndpoints } from './promotionEndpoints';
import type { PromotionCalls } from './promotions/PromotionCalls';
import { Caller, serve } from './serve';
import type { WorkflowCalls } from './WorkflowCalls';
import type { WorkflowChecks } from './WorkflowChecks';

/** What is between environments, plans, and promotions. */
export function addPromotionRoutes(
  router: Router,
  {
    calls,
    workflows,
    checks,
    caller,
  }: {
    calls: PromotionCalls;
    workflows: WorkflowCalls;
    checks: WorkflowChecks;
    caller: Caller;
  },
): void {
  serve(router, caller, promotionEndpoints, {
    async runWorkflow({ params, body, credentials }) {
      const service = stringifyEntityRef(params);
      await workflows.run({ service, ...body }, credentials);
      return { done: true };
    },

    async resumeAutomaticPromotion({ params, body, credentials }) {
      const service = stringifyEntityRef(params);
      await calls.automatic.resume({ service, ...body }, credentials);
      return { done: true };
    },

    planWorkflow: ({ params, body, credentials }) =>
      workflows.plan(
        { service: stringifyEntityRef(params), ...body },
        credentials,
      ),

    checkWorkflow: ({ params, body, credentials }) =>
      checks.check(
        { service: stringifyEntityRef(params), ...body },
        credentials,
      ),

    planPromotion: ({ body, credentials }) =>
      calls.plans.plan(body, credentials),

    async reviews({ credentials }) {
      return { items: await calls.reviews.list(credentials) };
    },

    promote: ({ body, credentials }) =>
      calls.requests.promote(body, credentials),

    promotion: ({ params, credentials }) =>
      calls.reads.get(params.id, credentials),

    async promotionChanges({ params, credentials }) {
      return { items: await calls.reads.changes(params.id, credentials) };
    },

    closePromotion: ({ params, credentials }) =>
      calls.acts.close(params.id, credentials),

    stopFollowingPromotion: ({ params, credentials }) =>
      calls.acts.stopFollowing(params.id, credentials),

    mergePromotion: ({ params, credentials }) =>
      calls.acts.merge(params.id, credentials),

    retryPromotion: ({ params, credentials }) =>
      calls.requests.retry(params.id, credentials),

    rollbackPromotion: ({ params, body, credentials }) =>
      calls.requests.rollback(params.id, body, credentials),

    planRollback: ({ params, body, credentials }) =>
      calls.plans.planRollback(params.id, body, credentials),
  });
}
