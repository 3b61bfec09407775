import { z } from 'zod';
import { spokenIn } from './spokenIn';

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

/** @public */
export type MissingPartCode = keyof MissingPartParams;

/**
 * Why a part of a service's page can't be read, as data.
 *
 * @public
 */
export type MissingPartReason = {
  [Code in MissingPartCode]: { code: Code; params: MissingPartParams[Code] };
}[MissingPartCode];

type Sentences = {
  [Code in MissingPartCode]: (params: MissingPartParams[Code]) => string;
};

const sentences: { en: Sentences; de: Sentences } = {
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
 * @param language - such as `en` or `de-CH`; English where it is not spoken here
 * @public
 */
export function missingPartSentence(
  { code, params, sentence }: MissingPartReason & { sentence?: string },
  language: string = 'en',
): string {
  const say = spokenIn(language, sentences)[code] as
    | ((params: unknown) => string)
    | undefined;
  // A newer backend may know codes that this page does not: it says them in English
  return say ? say(params) : sentence ?? code;
}

/** The parameters of each code are declared as {@link MissingPartParams}. @public */
export const missingPartSchema = z
  .object({
    part: servicePartSchema,
    code: z.enum(Object.keys(sentences.en) as [string, ...string[]]),
    params: z
      .record(z.string(), z.unknown())
      .describe('What the sentence of this code tells'),
    sentence: z.string().describe('`code` and `params` as English text'),
  })
  .describe(
    "A part that can't be read, and why",
  ) as z.ZodType as z.ZodType<MissingPart>;

/**
 * A part of a service's page that can't be read, and why, as data and as English text.
 *
 * @public
 */
export type MissingPart = MissingPartReason & {
  part: ServicePart;
  sentence: string;
};
