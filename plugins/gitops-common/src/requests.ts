import { z } from 'zod';
import { MAX_REASON_LENGTH } from './constants';

const environmentName = z.string().min(1).max(253);

/** @public */
export const promotionRequestSchema = z
  .strictObject({
    service: z
      .string()
      .min(1)
      .max(400)
      .regex(/^\S+$/, 'may not contain spaces: component:default/orders')
      .describe('Reference of the entity: component:default/orders'),
    from: environmentName.describe('The environment whose version moves'),
    to: environmentName.describe('The environment that it moves to'),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(MAX_REASON_LENGTH)
      // PostgreSQL stores no NUL in a text
      .regex(/^[^\0]*$/, 'may not contain a NUL character')
      .describe('Goes into the commit, the pull request and the audit log'),
    plan: z
      .string()
      .max(100)
      .optional()
      .describe(
        'Id of the plan that was seen: refused with 409 where the plan is another by now',
      ),
    override: z
      .array(z.string().max(63))
      .max(50)
      .optional()
      .describe(
        'Names of the gates that were seen to block and are overridden, as in the plan; needs gitops.promotion.override. Another one that blocks by then is 409',
      ),
  })
  .describe('What is asked for by a promotion');

/**
 * What is asked for by a promotion.
 *
 * @public
 */
export type PromotionRequest = z.infer<typeof promotionRequestSchema>;
