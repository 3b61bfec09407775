import { z } from 'zod';
import { automaticRequestSchema, requesterSchema } from './automaticRequest';
import { promotionStates } from './constants';
import { nullableText, time } from './fields';
import { promotionKindSchema } from './promotions';
import { promotionRequestSchema } from './requests';

/** @public */
export const promotionItemSchema = z
  .object({
    id: z.string(),
    kind: promotionKindSchema,
    service: z.string().describe("The entity's reference"),
    from: z.string(),
    to: z.string(),
    version: z.string(),
    previous: z.string(),
    state: z.enum(promotionStates),
    since: time.describe('When it came into its state'),
    requestedBy: requesterSchema,
    requestedAt: time,
    endedAt: time.optional().describe('Absent while it is under way'),
    reason: z.string().describe('Its beginning'),
    automatic: automaticRequestSchema.optional(),
    release: z.string().optional().describe('The release that it is part of'),
    pullRequests: z.array(
      z.object({
        repository: z.string(),
        number: z.int().optional(),
        url: z.string().optional(),
      }),
    ),
    reviewers: z
      .array(z.string())
      .optional()
      .describe(
        'Who was asked to review it, by their names on the Git host; absent where nobody was or somebody has approved it',
      ),
    heldBy: z
      .string()
      .optional()
      .describe('Name of the first gate that holds up the merge'),
  })
  .describe('A promotion in a list, in few words');

/**
 * A promotion in a list, in few words.
 *
 * @public
 */
export type PromotionItem = z.infer<typeof promotionItemSchema>;

/** @public */
export const promotionPageSchema = z
  .object({
    items: z.array(promotionItemSchema).describe('Newest first'),
    nextCursor: nullableText.describe(
      'Asks for the next page; null where there is none',
    ),
  })
  .describe('Promotions that the caller may see');

/**
 * Promotions that the caller may see, newest first.
 *
 * @public
 */
export type PromotionPage = z.infer<typeof promotionPageSchema>;

const day = z.iso
  .datetime({ offset: true })
  .or(z.iso.date())
  .describe('ISO 8601, a time or a day');

/** @public */
export const promotionFilterSchema = z.strictObject({
  service: promotionRequestSchema.shape.service.optional(),
  to: promotionRequestSchema.shape.to
    .optional()
    .describe('Only to this environment'),
  state: z
    .string()
    .max(200)
    .transform(text => text.split(','))
    .pipe(z.array(z.enum(promotionStates)))
    .optional()
    .describe('Only in these states, separated by commas'),
  q: z
    .string()
    .max(200)
    .optional()
    .describe('Part of the name of the service, the version or the requester'),
  since: day
    .optional()
    .describe('Only those that were requested then or later'),
  until: day.optional().describe('Only those that were requested before'),
});

/**
 * Which promotions are asked for; all where nothing is given.
 *
 * @public
 */
export type PromotionFilter = Omit<
  z.infer<typeof promotionFilterSchema>,
  'state'
> & {
  /** Separated by commas */
  state?: string;
};
