import { z } from 'zod';
import { MAX_RELEASE_SERVICES, promotionStates } from './constants';
import { count, time } from './fields';
import { promotionKindSchema, promotionSchema } from './promotions';
import { promotionRequestSchema } from './requests';

const { service, from, to, reason, plan, override } =
  promotionRequestSchema.shape;

const services = z.array(service).min(1).max(MAX_RELEASE_SERVICES);
const plans = z
  .record(service, plan.unwrap())
  .optional()
  .describe(
    'Ids of the plans that were seen, by the references of their services: refused with 409 where one is another by now. Required with override, for each service that gates block',
  );

/** @public */
export const releaseRequestSchema = z
  .strictObject({ services, from, to, reason, plans, override })
  .describe('What is asked for by a release');

/**
 * What is asked for by a release: promotions of several services, in one pull request for each
 * repository.
 *
 * @public
 */
export type ReleaseRequest = z.infer<typeof releaseRequestSchema>;

/** @public */
export const releaseRollbackRequestSchema = z
  .strictObject({ services, reason, plans, override })
  .describe('Which services of a release go back to the version before');

/**
 * Which services of a release go back to the version before.
 *
 * @public
 */
export type ReleaseRollbackRequest = z.infer<
  typeof releaseRollbackRequestSchema
>;

/** @public */
export const releaseStateSchema = z.enum([
  ...promotionStates,
  'partlySucceeded',
]);

/**
 * One state for all promotions of a release: `failed` where one has failed; else, while some are
 * under way, that of the one that has come the least far; in the end that of all, or
 * `partlySucceeded` where some were closed or superseded.
 *
 * @public
 */
export type ReleaseState = z.infer<typeof releaseStateSchema>;

/** @public */
export const releaseSchema = z
  .object({
    id: z.string(),
    kind: promotionKindSchema,
    from: z.string().describe('The environment that the versions come from'),
    to: z.string().describe('The environment that the versions move to'),
    reason: z.string(),
    requestedBy: z.object({ ref: z.string(), name: z.string() }),
    requestedAt: time,
    state: releaseStateSchema.describe(
      'One state for all of it, also for what the caller may not see',
    ),
    promotions: z
      .array(promotionSchema)
      .describe(
        'Those that the caller may see, in the order of their services',
      ),
    hidden: count.describe('How many more the caller may not see'),
    can: z
      .object({ close: z.boolean(), merge: z.boolean(), rollback: z.boolean() })
      .describe('What the caller may do with all of it now'),
  })
  .describe('Promotions of several services that were requested as one');

/**
 * Promotions of several services that were requested as one.
 *
 * @public
 */
export type Release = z.infer<typeof releaseSchema>;

/** @public */
export const releaseAnswerSchema = z
  .object({
    release: releaseSchema,
    made: z.boolean().describe('False where it had been requested before'),
  })
  .describe('The release that was requested');

/** @public */
export type ReleaseAnswer = z.infer<typeof releaseAnswerSchema>;
