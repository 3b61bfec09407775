import { reasonSchema, sentenceMaker } from '../reasons';
import { english } from './english';
import { german } from './german';
import type { PromotionCauseParams } from './PromotionCause';

/**
 * Why a promotion is in its state, or what stands in its way, in a sentence or a few.
 *
 * @public
 */
export const promotionSentence = sentenceMaker<PromotionCauseParams>({
  en: english,
  de: german,
});

/** The parameters of each code are declared as {@link PromotionCauseParams}. @public */
export const promotionCauseSchema = reasonSchema<PromotionCauseParams>(
  english,
  'Why a promotion is in its state, or what stands in its way',
);
