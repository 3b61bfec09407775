import {
  promotionAnswerSchema,
  promotionPlanSchema,
  promotionRequestSchema,
  promotionSchema,
  repositoryChangeSchema,
  workflowCheckRequestSchema,
  workflowCheckSchema,
  workflowPlanSchema,
  workflowRunRequestSchema,
} from 'backstage-plugin-gitops-common';
import { z } from 'zod';
import type { Endpoints } from './Endpoint';
import { done, listOf, servicePath } from './shapes';

const { service, from, to, version, digest, reason, plan, override } =
  promotionRequestSchema.shape;

const promotionPath = z.object({
  id: z.uuid().describe('Identity of the promotion'),
});

export const promotionEndpoints = {
  runWorkflow: {
    method: 'post',
    path: '/v1/services/{kind}/{namespace}/{name}/workflow',
    description:
      "Runs an environment's promotion workflow for a version; asked for twice, it runs once. A freeze is 409. Needs gitops.workflow.run.",
    params: servicePath,
    body: workflowRunRequestSchema,
    answer: done,
  },
  resumeAutomaticPromotion: {
    method: 'post',
    path: '/v1/services/{kind}/{namespace}/{name}/automatic-promotion/resume',
    description:
      'Has the portal promote to an environment by itself again, after a failure, a rollback or a closed pull request has stopped that. Needs gitops.promotion.create.',
    params: servicePath,
    body: z.strictObject({ to }),
    answer: done,
  },
  planWorkflow: {
    method: 'post',
    path: '/v1/services/{kind}/{namespace}/{name}/workflow/plan',
    description:
      "What speaks against running an environment's promotion workflow now, such as a freeze. Writes nothing. Needs gitops.workflow.run.",
    params: servicePath,
    body: z.strictObject({ to }),
    answer: workflowPlanSchema,
  },
  checkWorkflow: {
    method: 'post',
    path: '/v1/services/{kind}/{namespace}/{name}/workflow/check',
    description:
      'Whether a workflow may bring a version to an environment now: the workflow asks before it commits. What the portal has started within the last hour may come. Writes nothing. Needs gitops.promotion.read.',
    params: servicePath,
    body: workflowCheckRequestSchema,
    answer: workflowCheckSchema,
  },
  planPromotion: {
    method: 'post',
    path: '/v1/promotions/plan',
    description:
      'What a promotion would do: files, exact difference, gates. Writes nothing.',
    // Other fields are ignored: the body of the request that follows the plan is accepted as it is
    body: z.object({ service, from, to, version, digest }),
    answer: promotionPlanSchema,
  },
  reviews: {
    method: 'get',
    path: '/v1/reviews',
    description:
      'Promotions whose pull request waits for a review of the caller or of a group of theirs, at most 50. Needs gitops.promotion.read.',
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
  promotionChanges: {
    method: 'get',
    path: '/v1/promotions/{id}/changes',
    description:
      'How the files of its pull requests change, as they were made. Needs gitops.promotion.read; where several services share a pull request, for each of them.',
    params: promotionPath,
    answer: listOf(repositoryChangeSchema, 'A change for each repository'),
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
    description:
      'Closes the pull request without merging. One that several services share is 409: close the release.',
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
    description:
      'Requests a version that was healthy there, by pull request: without `version`, the last one.',
    params: promotionPath,
    body: z.strictObject({ version, reason, plan, override }),
    answer: promotionAnswerSchema,
    makes: true,
  },
  planRollback: {
    method: 'post',
    path: '/v1/promotions/{id}/rollback/plan',
    description: 'What rolling back would do. Writes nothing.',
    params: promotionPath,
    body: z.strictObject({ version }),
    answer: promotionPlanSchema,
  },
} satisfies Endpoints;
