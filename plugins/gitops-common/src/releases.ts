import { z } from 'zod';
import { promotionSchema } from './promotions';
import { promotionRequestSchema } from './requests';

const { service, from, to, reason, plan, override } =
  promotionRequestSchema.shape;

/** @public */
export const releaseRequestSchema = z
  .strictObject({
    services: z.array(service).min(1).max(500),
    from,
    to,
    reason,
    plans: z
      .record(service, plan.unwrap())
      .optional()
      .describe(
        'Ids of the plans that were seen, by the references of their services: refused with 409 where one is another by now. Required with override, for each service that gates block',
      ),
    override,
  })
  .describe('What is asked for by a release');

/**
 * What is asked for by a release: promotions of several services in one pull request.
 *
 * @public
 */
export type ReleaseRequest = z.infer<typeof releaseRequestSchema>;

/** @public */
export const releaseAnswerSchema = z
  .object({ promotions: z.array(promotionSchema), made: z.boolean() })
  .describe('The promotions');

/** @public */
export type ReleaseAnswer = z.infer<typeof releaseAnswerSchema>;

/** @public */
export const releaseSchema = z
  .object({
    services: z
      .array(
        z.object({
          service: z.string().describe("The entity's reference"),
          version: z.string(),
        }),
      )
      .describe('Those that the caller may see'),
    hidden: z.int().describe('How many more the caller may not see'),
    canWithdraw: z
      .boolean()
      .describe('Whether the caller may withdraw all of them together'),
  })
  .describe('What shares the pull request of a promotion, itself among it');

/**
 * What shares the pull request of a promotion, itself among it.
 *
 * @public
 */
export type Release = z.infer<typeof releaseSchema>;
