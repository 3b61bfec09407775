import { z } from 'zod';
import { automaticRequestSchema, requesterSchema } from './automaticRequest';
import { promotionStates } from './constants';
import { nullableText, nullableTime, time } from './fields';
import { gateAnswerSchema } from './gates';
import { mergeObstacleSchema } from './mergeObstacle';
import { promotionCauseSchema } from './promotionCauses/promotionSentence';
import { promotionPullRequestSchema } from './pullRequests';

/** @public */
export const promotionKindSchema = z.enum(['promotion', 'rollback']);

/** @public */
export type PromotionKind = z.infer<typeof promotionKindSchema>;

/** @public */
export const promotedVersionSchema = z
  .object({
    name: z
      .string()
      .describe(
        "The image without tag and digest, or the chart's or repository's address",
      ),
    from: z.string().describe("What the target's files ask for before"),
    to: z.string(),
    fromDigest: z
      .string()
      .optional()
      .describe(
        'The digest that the files pin before; absent where they hold a tag only',
      ),
    toDigest: z
      .string()
      .optional()
      .describe('The digest that they pin after; absent as before'),
  })
  .describe("What moves: one image, or a chart's or source's revision");

/**
 * What moves: one image, or a chart's or source's revision.
 *
 * @public
 */
export type PromotedVersion = z.infer<typeof promotedVersionSchema>;

/** @public */
export const promotionWaveSchema = z.object({
  wave: z.int(),
  kind: z.string(),
  name: z.string(),
  state: z.enum(['done', 'running', 'failed', 'notReached']),
  message: nullableText,
});

/** A resource of the target, in the order in which it is applied. @public */
export type PromotionWave = z.infer<typeof promotionWaveSchema>;

/** @public */
export const promotionSchema = z
  .object({
    id: z.string(),
    kind: promotionKindSchema,
    service: z.string().describe("The entity's reference"),
    from: z.string().describe('The environment that the version comes from'),
    to: z.string().describe('The environment that the version moves to'),
    versions: z.array(promotedVersionSchema),
    version: z
      .string()
      .describe(
        "The version as people call it: that of the service's own image",
      ),
    previous: z.string().describe("What the target's files asked for before"),
    state: z.enum(promotionStates),
    cause: promotionCauseSchema.describe('Why it is in its state'),
    sentence: z
      .string()
      .describe(
        '`cause` as English text: what it waits for; for an end, what still runs',
      ),
    obstacle: promotionCauseSchema
      .nullable()
      .describe(
        'What stands in the way at present and is tried again; null where nothing does',
      ),
    problem: nullableText.describe('`obstacle` as English text'),
    pullRequests: z
      .array(promotionPullRequestSchema)
      .describe('One for each repository that changes; one nearly always'),
    requestedBy: requesterSchema,
    reason: z.string(),
    automatic: automaticRequestSchema.optional(),
    overridden: z
      .boolean()
      .describe('Whether gates that block were overridden'),
    gates: z.array(gateAnswerSchema),
    requestedAt: time,
    openedAt: nullableTime,
    mergedAt: nullableTime,
    deployingAt: nullableTime,
    endedAt: nullableTime,
    supersededBy: nullableText,
    rollsBack: nullableText.describe(
      'The promotion that this one rolls back; null for others',
    ),
    release: nullableText.describe(
      'The release that it was requested with; null for one that was requested alone',
    ),
    waves: z
      .array(promotionWaveSchema)
      .describe(
        'While deploying, and after a failure: what the operation did, wave by wave',
      ),
    applications: z
      .array(z.object({ name: z.string(), url: z.string() }))
      .describe("The target's Applications in Argo CD's own UI"),
    can: z
      .object({
        close: z.boolean(),
        retry: z.boolean(),
        rollback: z.boolean(),
        merge: z.boolean(),
        stopFollowing: z.boolean(),
      })
      .describe('What the caller may do with it now'),
    mergeObstacle: mergeObstacleSchema
      .optional()
      .describe(
        'Why the caller can not merge it, although it is open and they may; absent where nothing stands in the way',
      ),
  })
  .describe('A promotion or a rollback, followed from its request to its end');

/**
 * A promotion or a rollback, followed from its request to its end.
 *
 * @public
 */
export type Promotion = z.infer<typeof promotionSchema>;

/** @public */
export const promotionAnswerSchema = z
  .object({
    promotion: promotionSchema,
    made: z.boolean().describe('False where it had been requested before'),
  })
  .describe('The promotion that was requested');

/** @public */
export type PromotionAnswer = z.infer<typeof promotionAnswerSchema>;
