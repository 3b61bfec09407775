import {
  promotionAnswerSchema,
  promotionPlanSchema,
  promotionRequestSchema,
  promotionSchema,
  transitionSchema,
} from 'backstage-plugin-gitops-common';
import { z } from 'zod';
import type { Endpoints } from './Endpoint';
import { done, listOf, name, servicePath } from './shapes';

const { service, from, to, reason, plan, override } =
  promotionRequestSchema.shape;

const promotionPath = z.object({
  id: z.uuid().describe('Identity of the promotion'),
});

const releaseRequest = z.strictObject({
  services: z.array(service).min(1).max(500),
  from,
  to,
  reason,
  override: z
    .boolean()
    .optional()
    .describe(
      'Goes on in spite of all gates that block and can be overridden, as no plan is shown; needs gitops.promotion.override',
    ),
});

export const promotionEndpoints = {
  transitions: {
    method: 'get',
    path: '/v1/services/{kind}/{namespace}/{name}/transitions',
    description:
      'What is between the environments of a service: what may move, what moves, what moved by itself.',
    params: servicePath,
    answer: listOf(transitionSchema, 'The transitions'),
  },
  runWorkflow: {
    method: 'post',
    path: '/v1/services/{kind}/{namespace}/{name}/workflow',
    description:
      "Runs an environment's promotion workflow for a version. Needs gitops.workflow.run.",
    params: servicePath,
    body: z.strictObject({
      to,
      version: name.regex(
        /^[A-Za-z0-9._+@:-]+$/,
        'has to be a tag, a digest or a version',
      ),
    }),
    answer: done,
  },
  planPromotion: {
    method: 'post',
    path: '/v1/promotions/plan',
    description:
      'What a promotion would do: files, exact difference, gates. Writes nothing.',
    // Other fields are ignored: the body of the request that follows the plan is accepted as it is
    body: z.object({ service, from, to }),
    answer: promotionPlanSchema,
  },
  promotions: {
    method: 'get',
    path: '/v1/promotions',
    description: 'Promotions of a service, newest first, at most 50.',
    query: z.strictObject({ service, to: to.optional() }),
    answer: listOf(promotionSchema, 'The promotions'),
  },
  promote: {
    method: 'post',
    path: '/v1/promotions',
    description:
      'Requests a promotion by pull request. Asked twice, it answers the same one. Needs gitops.promotion.create.',
    body: promotionRequestSchema,
    answer: promotionAnswerSchema,
    makes: true,
  },
  promotion: {
    method: 'get',
    path: '/v1/promotions/{id}',
    description: 'One promotion. Needs gitops.promotion.read.',
    params: promotionPath,
    answer: promotionSchema,
  },
  stopFollowingPromotion: {
    method: 'post',
    path: '/v1/promotions/{id}/stop-following',
    description:
      'Follows a merged promotion no longer, so that another can take its place. Changes nothing in Git or Argo CD.',
    params: promotionPath,
    answer: promotionSchema,
  },
  closePromotion: {
    method: 'post',
    path: '/v1/promotions/{id}/close',
    description: 'Closes the pull request without merging.',
    params: promotionPath,
    answer: promotionSchema,
  },
  mergePromotion: {
    method: 'post',
    path: '/v1/promotions/{id}/merge',
    description:
      'Merges the pull request as it was opened. Needs gitops.promotion.merge.',
    params: promotionPath,
    answer: promotionSchema,
  },
  retryPromotion: {
    method: 'post',
    path: '/v1/promotions/{id}/retry',
    description: 'Plans anew and requests that, with the same reason.',
    params: promotionPath,
    answer: promotionAnswerSchema,
    makes: true,
  },
  rollbackPromotion: {
    method: 'post',
    path: '/v1/promotions/{id}/rollback',
    description: 'Requests the version before, by pull request.',
    params: promotionPath,
    body: z.strictObject({ reason, plan, override }),
    answer: promotionAnswerSchema,
    makes: true,
  },
  planRollback: {
    method: 'post',
    path: '/v1/promotions/{id}/rollback/plan',
    description: 'What rolling back would do. Writes nothing.',
    params: promotionPath,
    answer: promotionPlanSchema,
  },
  release: {
    method: 'post',
    path: '/v1/releases',
    description:
      'Requests promotions of several services of one repository, in one pull request.',
    body: releaseRequest,
    answer: z
      .object({ promotions: z.array(promotionSchema), made: z.boolean() })
      .describe('The promotions'),
    makes: true,
  },
} satisfies Endpoints;
