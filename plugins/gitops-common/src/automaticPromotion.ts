import type { GateReason } from './gateReasons/GateReason';
import { gateSentence } from './gateReasons/gateSentence';
import {
  CodedReason,
  reasonWithSentenceSchema,
  ReasonWithSentence,
  sentenceMaker,
  SentencesByLanguage,
} from './reasons';

/**
 * What the portal does by itself about promotions from one environment to another, by its code.
 *
 * @public
 */
export interface AutomaticPromotionParams {
  /** It requests the next version when its gates pass */
  followsSource: { source: string };
  /** It is about to request a version */
  ready: { version: string };
  /** It has planned a version, and a gate does not let it through */
  waitsForGate: { version: string; reason: GateReason };
  /** A version can't be planned, which is tried again; `detail` is the error in English */
  planFailed: { version: string; detail: string };
  /** It requests nothing until somebody promotes by hand, or resumes it */
  stoppedAfterFailure: { version: string; environment: string };
  /** The same; `version` was rolled back */
  heldAfterRollback: { version: string; environment: string };
  /** This version is not requested again since it failed, the next one is */
  failedBefore: { version: string; environment: string };
  /** This version is not requested again, the next one is */
  declined: { version: string; environment: string };
  /** It is not clear whose the Applications are */
  ownerUnclear: Record<string, never>;
}

/**
 * What the portal does by itself about promotions, as data.
 *
 * @public
 */
export type AutomaticPromotionReason = CodedReason<AutomaticPromotionParams>;

const sentences: SentencesByLanguage<AutomaticPromotionParams> = {
  en: {
    followsSource: ({ source }) => `Promotes itself from ${source}.`,
    ready: ({ version }) => `${version} is about to be promoted automatically.`,
    waitsForGate: ({ version, reason }) =>
      `${version} is not promoted automatically yet. ${gateSentence(reason)}`,
    planFailed: ({ version, detail }) =>
      `${version} can't be promoted automatically, which is tried again. ${detail}`,
    stoppedAfterFailure: ({ version, environment }) =>
      `Automatic promotion stopped: ${version} failed in ${environment}.`,
    heldAfterRollback: ({ version, environment }) =>
      `Automatic promotion stopped: ${version} was rolled back in ${environment}.`,
    failedBefore: ({ version, environment }) =>
      `${version} is not promoted automatically: it failed in ${environment} before. The next version will be.`,
    declined: ({ version, environment }) =>
      `${version} is not promoted automatically again: its promotion to ${environment} was closed. The next version will be.`,
    ownerUnclear: () =>
      'Nothing is promoted automatically: it is not clear which entity owns the Applications.',
  },
  de: {
    followsSource: ({ source }) => `Wird automatisch aus ${source} promotet.`,
    ready: ({ version }) => `${version} wird gleich automatisch promotet.`,
    waitsForGate: ({ version, reason }) =>
      `${version} wird noch nicht automatisch promotet. ${gateSentence(
        reason,
        'de',
      )}`,
    planFailed: ({ version, detail }) =>
      `${version} lässt sich nicht automatisch promoten, es wird erneut versucht. ${detail}`,
    stoppedAfterFailure: ({ version, environment }) =>
      `Automatische Promotion angehalten: ${version} ist in ${environment} fehlgeschlagen.`,
    heldAfterRollback: ({ version, environment }) =>
      `Automatische Promotion angehalten: ${version} wurde in ${environment} zurückgesetzt.`,
    failedBefore: ({ version, environment }) =>
      `${version} wird nicht automatisch promotet: In ${environment} ist sie schon einmal fehlgeschlagen. Die nächste Version wird es wieder.`,
    declined: ({ version, environment }) =>
      `${version} wird nicht noch einmal automatisch promotet: Die Promotion nach ${environment} wurde geschlossen. Die nächste Version wird es wieder.`,
    ownerUnclear: () =>
      'Es wird nichts automatisch promotet: Es ist nicht klar, welcher Entität die Applications gehören.',
  },
};

/**
 * What the portal does by itself about promotions, as text.
 *
 * @public
 */
export const automaticPromotionSentence = sentenceMaker(sentences);

/** The parameters of each code are declared as {@link AutomaticPromotionParams}. @public */
export const automaticPromotionSchema = reasonWithSentenceSchema(
  sentences.en,
  'What the portal does by itself about promotions here',
);

/**
 * What the portal does by itself about promotions, as data and as English text.
 *
 * @public
 */
export type AutomaticPromotion = ReasonWithSentence<AutomaticPromotionParams>;
