import { z } from 'zod';
import { promotionPlanSchema } from './plans';
import { promotionKindSchema } from './promotions';
import { releaseObstacleSchema } from './releaseObstacle';
import { releaseRequestSchema } from './releases';

/** @public */
export const releasePlanRequestSchema = releaseRequestSchema
  .pick({ services: true, from: true, to: true })
  // The body of the request that follows the plan is accepted as it is
  .strip()
  .describe('Which services are to be planned');

/** @public */
export const plannedServiceSchema = z
  .object({
    service: z.string().describe("The entity's reference"),
    plan: promotionPlanSchema
      .nullable()
      .describe('Null where none could be made'),
    obstacle: releaseObstacleSchema
      .nullable()
      .describe(
        'Why it can not come, whatever its gates say; null where nothing but them stands in the way',
      ),
  })
  .describe('What a release would do with one service');

/**
 * What a release would do with one service.
 *
 * @public
 */
export type PlannedService = z.infer<typeof plannedServiceSchema>;

/** @public */
export const releasePlanSchema = z
  .object({
    kind: promotionKindSchema,
    from: z.string(),
    to: z.string(),
    services: z.array(plannedServiceSchema).describe('In the order of request'),
  })
  .describe('What a release would do, before anything is written');

/**
 * What a release would do, before anything is written. Changes of several services in one
 * repository become one pull request.
 *
 * @public
 */
export type ReleasePlan = z.infer<typeof releasePlanSchema>;
