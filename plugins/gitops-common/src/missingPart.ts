import { z } from 'zod';
import {
  CodedReason,
  reasonWithSentenceSchema,
  sentenceMaker,
  SentencesByLanguage,
} from './reasons';

/** What the page of a service may have to do without. @public */
export const servicePartSchema = z.enum(['transitions', 'freezes', 'actions']);

/** What the page of a service may have to do without. @public */
export type ServicePart = z.infer<typeof servicePartSchema>;

/**
 * Why a part of a service's page can't be read, by its code.
 *
 * @public
 */
export interface MissingPartParams {
  database: Record<string, never>;
  noAnswer: { seconds: number };
  /** What another part of the portal refused, in its own words */
  refused: { detail: string };
  internal: Record<string, never>;
}

/**
 * Why a part of a service's page can't be read, as data.
 *
 * @public
 */
export type MissingPartReason = CodedReason<MissingPartParams>;

const sentences: SentencesByLanguage<MissingPartParams> = {
  en: {
    database: () => 'The database of the portal does not answer.',
    noAnswer: ({ seconds }) => `There was no answer within ${seconds} s.`,
    refused: ({ detail }) => detail,
    internal: () =>
      'The backend of the portal has a problem; its log says which.',
  },
  de: {
    database: () => 'Die Datenbank des Portals antwortet nicht.',
    noAnswer: ({ seconds }) => `Innerhalb von ${seconds} s kam keine Antwort.`,
    refused: ({ detail }) => detail,
    internal: () =>
      'Das Backend des Portals hat ein Problem; welches, steht in seinem Log.',
  },
};

/**
 * Why a part of a service's page can't be read, as text.
 *
 * @public
 */
export const missingPartSentence = sentenceMaker(sentences);

/** The parameters of each code are declared as {@link MissingPartParams}. @public */
export const missingPartSchema = z
  .object({
    part: servicePartSchema,
    problem: reasonWithSentenceSchema(sentences.en, "Why it can't be read"),
  })
  .describe("A part that can't be read, and why");

/**
 * A part of a service's page that can't be read, and why, as data and as English text.
 *
 * @public
 */
export type MissingPart = z.infer<typeof missingPartSchema>;
