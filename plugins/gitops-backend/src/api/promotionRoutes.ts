import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Router } from 'express';
import type { PromotionCalls } from './PromotionCalls';
import { promotionEndpoints } from './promotionEndpoints';
import { Caller, serve } from './serve';
import type { WorkflowCalls } from './WorkflowCalls';

/** What is between environments, plans, and promotions. */
export function addPromotionRoutes(
  router: Router,
  {
    calls,
    workflows,
    caller,
  }: { calls: PromotionCalls; workflows: WorkflowCalls; caller: Caller },
): void {
  serve(router, caller, promotionEndpoints, {
    async transitions({ params, credentials }) {
      const service = stringifyEntityRef(params);
      return { items: await calls.transitions(service, credentials) };
    },

    async runWorkflow({ params, body, credentials }) {
      const service = stringifyEntityRef(params);
      await workflows.run({ service, ...body }, credentials);
      return { done: true };
    },

    planPromotion: ({ body, credentials }) => calls.plan(body, credentials),

    async promotions({ query, credentials }) {
      return { items: await calls.list(query, credentials) };
    },

    promote: ({ body, credentials }) => calls.promote(body, credentials),

    promotion: ({ params, credentials }) => calls.get(params.id, credentials),

    closePromotion: ({ params, credentials }) =>
      calls.close(params.id, credentials),

    stopFollowingPromotion: ({ params, credentials }) =>
      calls.stopFollowing(params.id, credentials),

    mergePromotion: ({ params, credentials }) =>
      calls.merge(params.id, credentials),

    retryPromotion: ({ params, credentials }) =>
      calls.retry(params.id, credentials),

    rollbackPromotion: ({ params, body, credentials }) =>
      calls.rollback(params.id, body, credentials),

    planRollback: ({ params, credentials }) =>
      calls.planRollback(params.id, credentials),

    release: ({ body, credentials }) => calls.release(body, credentials),
  });
}
