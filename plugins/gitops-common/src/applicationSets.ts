import { z } from 'zod';
import { count, nullableText, nullableTime } from './fields';
import { instanceProblemSchema } from './instances';

/** @public */
export const setConditionSchema = z
  .object({
    type: z.string().describe('Such as `ErrorOccurred`, as Argo CD has it'),
    status: z.string().describe('`True`, `False` or `Unknown`'),
    message: z.string().describe('In the words of Argo CD; empty without one'),
    since: nullableTime,
  })
  .describe('A condition of an ApplicationSet');

/**
 * A condition of an ApplicationSet.
 *
 * @public
 */
export type SetCondition = z.infer<typeof setConditionSchema>;

/** @public */
export const applicationSetSchema = z
  .object({
    namespace: z.string(),
    name: z.string(),
    applications: count.describe('How many Applications it generates'),
    conditions: z
      .array(setConditionSchema)
      .describe('All that it reports, its error among them'),
    steps: z
      .array(
        z
          .record(z.string(), count)
          .describe('How many Applications are in each state of the rollout'),
      )
      .nullable()
      .describe('The steps of its RollingSync; null where it has none'),
  })
  .describe('An ApplicationSet of an Argo CD instance');

/**
 * An ApplicationSet of an Argo CD instance.
 *
 * @public
 */
export type ApplicationSetSummary = z.infer<typeof applicationSetSchema>;

/** @public */
export const applicationSetsSchema = z
  .object({
    instances: z.array(
      z.object({
        name: z.string(),
        readAt: nullableTime.describe(
          'When they were listed; null where they were not: no Application is generated, or the list failed',
        ),
        problem: instanceProblemSchema
          .nullable()
          .describe('Why the last list failed, as data; null where it did not'),
        reason: nullableText.describe('`problem` as an English sentence'),
        items: z.array(applicationSetSchema),
      }),
    ),
    isRestricted: z
      .boolean()
      .describe('Whether some are hidden from the caller'),
  })
  .describe('The ApplicationSets of all instances, as they were listed last');

/**
 * The ApplicationSets of all instances, as they were listed last.
 *
 * @public
 */
export type ApplicationSets = z.infer<typeof applicationSetsSchema>;
