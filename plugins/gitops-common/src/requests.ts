import { z } from 'zod';
import { MAX_REASON_LENGTH } from './constants';
import { environmentName } from './fields';

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
    version: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe(
        'One that runs in `from`, or was seen healthy there. What runs there by default',
      ),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/, 'has to be a sha256 digest')
      .optional()
      .describe(
        'That of the image that was seen: refused with 409 where the version has another by now',
      ),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(MAX_REASON_LENGTH)
      .describe('Goes into the commit, the pull request and the audit log'),
    plan: z
      .string()
      .max(1_000)
      .optional()
      .describe(
        'Id of the plan that was seen: refused with 409 where the plan is another by now. Required with override',
      ),
    override: z
      .array(z.string().max(63))
      .max(50)
      .optional()
      .describe(
        'Names of the gates that the plan showed to block and that are overridden; needs gitops.promotion.override. What blocks by then and was not in the plan, such as a freeze made since, is 409',
      ),
  })
  .describe('What is asked for by a promotion');

/**
 * What is asked for by a promotion.
 *
 * @public
 */
export type PromotionRequest = z.infer<typeof promotionRequestSchema>;
