import { z } from 'zod';
import { deploymentStatusSchema } from './deployments';
import { nullableTime } from './fields';
import { gateAnswerSchema } from './gates';
import { planConsequenceSchema } from './planConsequence';
import {
  promotedVersionSchema,
  promotionKindSchema,
  promotionSchema,
} from './promotions';

/** @public */
export const differenceLineSchema = z.object({
  kind: z.enum(['context', 'removed', 'added']),
  text: z.string(),
  before: z
    .int()
    .nullable()
    .describe('Line number before; null for an added line'),
  after: z
    .int()
    .nullable()
    .describe('Line number after; null for a removed line'),
});

/** @public */
export type DifferenceLine = z.infer<typeof differenceLineSchema>;

/** @public */
export const fileDifferenceSchema = z
  .object({ path: z.string(), hunks: z.array(z.array(differenceLineSchema)) })
  .describe(
    'How one file changes: hunks of lines, as they will stand in the pull request',
  );

/**
 * How one file changes: hunks of lines, as they will stand in the pull request.
 *
 * @public
 */
export type FileDifference = z.infer<typeof fileDifferenceSchema>;

/** @public */
export const repositoryChangeSchema = z
  .object({
    repository: z.string().describe('As people name it: `platform/gitops`'),
    url: z.string(),
    branch: z.string().describe('The branch that is changed'),
    base: z.string().describe('The commit that the difference is made on'),
    files: z.array(fileDifferenceSchema),
  })
  .describe('The change of one repository. Each becomes one pull request');

/**
 * The change of one repository. Each becomes one pull request.
 *
 * @public
 */
export type RepositoryChange = z.infer<typeof repositoryChangeSchema>;

/** @public */
export const promotionPlanSchema = z
  .object({
    id: z
      .string()
      .describe(
        'Identity of what is shown here. A request that sends it along is refused with 409 where the plan is another by then',
      ),
    service: z.string(),
    kind: promotionKindSchema,
    from: z.string(),
    to: z.string(),
    versions: z.array(promotedVersionSchema),
    version: z
      .string()
      .describe(
        "The version as people call it: that of the service's own image",
      ),
    target: deploymentStatusSchema.describe('The target as it is now'),
    seen: z
      .object({
        isRunning: z.boolean().describe('Whether it runs there now'),
        healthyForMs: z
          .int()
          .nonnegative()
          .nullable()
          .describe(
            "For how long it was healthy without a break, in the Application where that was shortest; null where that isn't known",
          ),
        until: nullableTime.describe(
          "When another version took its place; null while it runs, and where that isn't known",
        ),
      })
      .describe(
        'What is known of the version in the environment that it comes from; of a rollback, in the target',
      ),
    changes: z.array(repositoryChangeSchema),
    gates: z.array(gateAnswerSchema).describe('Blocking first'),
    canOverride: z
      .boolean()
      .describe('Whether the caller may override what blocks'),
    consequence: planConsequenceSchema,
    underWay: promotionSchema
      .nullable()
      .describe(
        'The promotion that is under way to the same target; null where none is',
      ),
  })
  .describe('What a promotion would do, before anything is written');

/**
 * What a promotion would do, before anything is written.
 *
 * @public
 */
export type PromotionPlan = z.infer<typeof promotionPlanSchema>;
