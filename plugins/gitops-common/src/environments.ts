import { z } from 'zod';
import { count } from './fields';

/** @public */
export const promotionModeSchema = z.enum([
  'imageUpdater',
  'workflow',
  'pullRequest',
]);

/** How versions arrive in an environment. @public */
export type PromotionMode = z.infer<typeof promotionModeSchema>;

/** @public */
export const environmentSchema = z
  .object({
    name: z.string(),
    title: z.string(),
    order: count.describe('Position among all environments, from 0'),
    from: z
      .array(z.string())
      .describe('Names of the environments that a version comes from'),
    promotion: promotionModeSchema
      .nullable()
      .describe("How a version arrives here; null where it isn't configured"),
  })
  .describe('An environment, in the order of promotion');

/**
 * An environment, in the order of promotion.
 *
 * @public
 */
export type Environment = z.infer<typeof environmentSchema>;
