import { z } from 'zod';
import { spokenIn } from '../spokenIn';
import { english } from './english';
import { german } from './german';
import type { PromotionCause } from './PromotionCause';

/**
 * Why a promotion is in its state, or what stands in its way, in a sentence or a few.
 *
 * @param language - such as `en` or `de-CH`; English where it is not spoken here
 * @public
 */
export function promotionSentence(
  { code, params }: PromotionCause,
  language: string = 'en',
): string {
  const say = spokenIn(language, { en: english, de: german })[code] as
    | ((params: unknown) => string)
    | undefined;
  // A newer backend may know codes that this page does not
  return say ? say(params) : code;
}

/** The parameters of each code are declared as {@link PromotionCauseParams}. @public */
export const promotionCauseSchema = z
  .object({
    code: z.enum(Object.keys(english) as [string, ...string[]]),
    params: z
      .record(z.string(), z.unknown())
      .describe('What the sentence of this code tells'),
  })
  .describe(
    'Why a promotion is in its state, or what stands in its way',
  ) as z.ZodType as z.ZodType<PromotionCause>;
