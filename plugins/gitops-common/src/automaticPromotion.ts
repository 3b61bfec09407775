import { z } from 'zod';
import type { GateReason } from './gateReasons/GateReason';
import { gateSentence } from './gateReasons/gateSentence';
import { spokenIn } from './spokenIn';

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

/** @public */
export type AutomaticPromotionCode = keyof AutomaticPromotionParams;

/**
 * What the portal does by itself about promotions, as data.
 *
 * @public
 */
export type AutomaticPromotionReason = {
  [Code in AutomaticPromotionCode]: {
    code: Code;
    params: AutomaticPromotionParams[Code];
  };
}[AutomaticPromotionCode];

type Sentences = {
  [Code in AutomaticPromotionCode]: (
    params: AutomaticPromotionParams[Code],
  ) => string;
};

const sentences: { en: Sentences; de: Sentences } = {
  en: {
    followsSource: ({ source }) => `Promotes itself from ${source}.`,
    ready: ({ version }) => `${version} is about to be promoted automatically.`,
    waitsForGate: ({ version, reason }) =>
      `${version} is not promoted automatically yet. ${gateSentence(reason)}`,
    planFailed: ({ version, detail }) =>
      `${version} can't be promoted automatically, which is tried again. ${detail}`,
    stoppedAfterFailure: ({ version, environment }) =>
      `Automatic promotion stopped: ${version} failed in ${environment}. Promote by hand, or resume it.`,
    heldAfterRollback: ({ version, environment }) =>
      `Automatic promotion stopped: ${version} was rolled back in ${environment}. Promote by hand, or resume it.`,
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
      `Automatische Promotion angehalten: ${version} ist in ${environment} fehlgeschlagen. Promote von Hand oder setze sie fort.`,
    heldAfterRollback: ({ version, environment }) =>
      `Automatische Promotion angehalten: ${version} wurde in ${environment} zurückgerollt. Promote von Hand oder setze sie fort.`,
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
 * @param language - such as `en` or `de-CH`; English where it is not spoken here
 * @public
 */
export function automaticPromotionSentence(
  { code, params, sentence }: AutomaticPromotionReason & { sentence?: string },
  language: string = 'en',
): string {
  const say = spokenIn(language, sentences)[code] as
    | ((params: unknown) => string)
    | undefined;
  // A newer backend may know codes that this page does not: it says them in English
  return say ? say(params) : sentence ?? code;
}

/** The parameters of each code are declared as {@link AutomaticPromotionParams}. @public */
export const automaticPromotionSchema = z
  .object({
    code: z.enum(Object.keys(sentences.en) as [string, ...string[]]),
    params: z
      .record(z.string(), z.unknown())
      .describe('What the sentence of this code tells'),
    sentence: z.string().describe('`code` and `params` as English text'),
    canResume: z
      .boolean()
      .describe('Whether it has stopped, and the caller may resume it'),
  })
  .describe(
    'What the portal does by itself about promotions here',
  ) as z.ZodType as z.ZodType<AutomaticPromotion>;

/**
 * What the portal does by itself about promotions, as data and as English text.
 *
 * @public
 */
export type AutomaticPromotion = AutomaticPromotionReason & {
  sentence: string;
  canResume: boolean;
};
