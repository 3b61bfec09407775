import type {
  PromotionCauseCode,
  PromotionCauseParams,
} from './PromotionCause';

/** What one language says of each code: whole sentences. */
export type PromotionCauseTexts = {
  [Code in PromotionCauseCode]: (params: PromotionCauseParams[Code]) => string;
};

/** What somebody else said, with a full stop. */
export function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
