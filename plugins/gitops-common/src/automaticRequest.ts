import { z } from 'zod';
import { timeIn } from './causes/format';
import {
  CodedReason,
  reasonSchema,
  SentencesByLanguage,
  sentenceMaker,
} from './reasons';

/**
 * The portal itself, as the requester of a promotion and as who merged a pull request: a reference,
 * which no entity has. Sentences and pages name it in the reader's language.
 *
 * @public
 */
export const automaticRequester = 'auto:gitops';

/** @public */
export const requesterSchema = z
  .object({ ref: z.string(), name: z.string() })
  .describe(
    `Who requested it; \`ref\` is \`${automaticRequester}\` where the portal did by itself`,
  );

/**
 * Why the portal requested a promotion by itself, by its code.
 *
 * @public
 */
export interface AutomaticRequestParams {
  gatesPass: {
    version: string;
    /** Titles of the environments */
    source: string;
    environment: string;
    /** Since when the version has been healthy in the source; null where that is not known */
    healthySince: string | null;
  };
}

/**
 * Why the portal requested a promotion by itself, as data.
 *
 * @public
 */
export type AutomaticRequest = CodedReason<AutomaticRequestParams>;

const times = { en: timeIn('en-GB'), de: timeIn('de') };

const sentences: SentencesByLanguage<AutomaticRequestParams> = {
  en: {
    gatesPass: ({ version, source, environment, healthySince }) =>
      `Requested automatically: the gates of ${environment} pass for ${version}, which ${
        healthySince === null
          ? `is healthy in ${source}`
          : `has been healthy in ${source} since ${times.en(healthySince)}`
      }.`,
  },
  de: {
    gatesPass: ({ version, source, environment, healthySince }) =>
      `Automatisch angefordert: Die Gates von ${environment} lassen ${version} zu; in ${source} ist diese Version ${
        healthySince === null ? '' : `seit ${times.de(healthySince)} `
      }gesund.`,
  },
};

/**
 * Why the portal requested a promotion by itself, as text.
 *
 * @public
 */
export const automaticRequestSentence = sentenceMaker(sentences);

/** The parameters of each code are declared as {@link AutomaticRequestParams}. @public */
export const automaticRequestSchema = reasonSchema(
  sentences.en,
  'Why the portal requested it by itself; absent where somebody did',
);
