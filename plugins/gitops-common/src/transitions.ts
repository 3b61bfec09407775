import { z } from 'zod';
import { automaticPromotionSchema } from './automaticPromotion';
import { promotionModeSchema } from './environments';
import { nullableText, nullableTime, time } from './fields';
import { gateAnswerSchema } from './gates';
import { promotionSchema } from './promotions';
import { transitionProblemSchema } from './transitionProblem';

/** @public */
export const argoCdActionSchema = z.enum(['refresh', 'sync', 'refreshSecrets']);

/**
 * What may be asked of Argo CD: to compare with Git again, to sync, to have secrets read from their
 * store again.
 *
 * @public
 */
export type ArgoCdAction = z.infer<typeof argoCdActionSchema>;

/** @public */
export const automaticCommitSchema = z.object({
  sha: z.string(),
  subject: z.string(),
  author: z.string(),
  at: time,
  url: z.string(),
});

/** A commit by which Image Updater moved a version. @public */
export type AutomaticCommit = z.infer<typeof automaticCommitSchema>;

/** @public */
export const promotionRunSchema = z.object({
  title: z.string(),
  state: z.enum([
    'waiting',
    'running',
    'succeeded',
    'failed',
    'cancelled',
    'skipped',
  ]),
  ref: z.string(),
  actor: nullableText,
  startedAt: nullableTime,
  finishedAt: nullableTime,
  url: z.string(),
});

/** A run of an environment's promotion workflow. @public */
export type PromotionRun = z.infer<typeof promotionRunSchema>;

/** @public */
export const workflowStartSchema = z.object({ version: z.string(), at: time });

/** What the portal has an environment's promotion workflow bring. @public */
export type WorkflowStart = z.infer<typeof workflowStartSchema>;

/** @public */
export const transitionSchema = z
  .object({
    from: nullableText.describe(
      'Null for the first environment, where versions come from outside',
    ),
    to: z.string(),
    mode: promotionModeSchema.nullable(),
    version: nullableText.describe(
      "The version that would move or moves; null where there is none or it isn't known",
    ),
    state: z.enum(['nothing', 'available', 'waiting', 'underWay']),
    reason: gateAnswerSchema
      .nullable()
      .describe('The gate that it waits for; null where it waits for none'),
    automatic: automaticPromotionSchema
      .nullable()
      .describe(
        'What the portal does by itself; null where people promote, and where the caller may not read promotions',
      ),
    promotion: promotionSchema
      .nullable()
      .describe(
        'The promotion under way; null otherwise, and where the caller may not read promotions',
      ),
    last: promotionSchema
      .nullable()
      .describe(
        'The promotion that ended last, for as long as somebody may look for it: a failure until something newer is there, any other end for an hour',
      ),
    commit: automaticCommitSchema
      .nullable()
      .describe(
        "Mode imageUpdater: the newest automatic commit; null where there is none or it isn't read yet",
      ),
    run: promotionRunSchema
      .nullable()
      .describe(
        "Mode workflow: the newest run; null where there is none or it isn't read yet",
      ),
    started: workflowStartSchema
      .nullable()
      .describe(
        'Mode workflow: what was started last in the portal, until the Git host lists its run, for a minute at most; null otherwise',
      ),
    isPermitted: z
      .boolean()
      .describe(
        'Whether the caller may promote, or dispatch the workflow, here',
      ),
    mayOverride: z
      .boolean()
      .describe('Whether the caller may go past gates that block here'),
    mayResume: z
      .boolean()
      .describe(
        'Whether automatic promotion has stopped, and the caller may resume it',
      ),
    problem: transitionProblemSchema
      .nullable()
      .describe("Why the Git host can't be read; null otherwise"),
  })
  .describe(
    'What is between two environments of a service: what may move, what moves, what moved by itself. The whole of it is in the plan',
  );

/**
 * What is between two environments of a service: what may move, what moves, what moved by itself.
 * The cheap part of the truth: the whole of it is in the plan.
 *
 * @public
 */
export type Transition = z.infer<typeof transitionSchema>;
