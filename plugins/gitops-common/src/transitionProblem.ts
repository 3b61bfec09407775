import { z } from 'zod';
import { spokenIn } from './spokenIn';

/**
 * Why it can't be read how versions arrive in an environment, by its code.
 *
 * @public
 */
export interface TransitionProblemParams {
  noWorkflows: Record<string, never>;
  gitHostFailed: {
    /** What the failure means, such as `unauthorized`; absent where that isn't known */
    problem?: string;
    /** A sentence about it in English, with the host's own words */
    detail: string;
  };
}

/** @public */
export type TransitionProblemCode = keyof TransitionProblemParams;

/**
 * Why it can't be read how versions arrive in an environment, as data.
 *
 * @public
 */
export type TransitionProblemReason = {
  [Code in TransitionProblemCode]: {
    code: Code;
    params: TransitionProblemParams[Code];
  };
}[TransitionProblemCode];

type Sentences = {
  [Code in TransitionProblemCode]: (
    params: TransitionProblemParams[Code],
  ) => string;
};

const germanProblems: Record<string, string | undefined> = {
  unauthorized: 'Der Git-Host akzeptiert die Zugangsdaten nicht',
  forbidden: 'Den Zugangsdaten fehlt ein Recht auf dem Git-Host',
  notFound: 'Der Git-Host findet das Repository nicht',
  invalid: 'Der Git-Host lehnt die Anfrage ab',
  rateLimited: 'Der Git-Host begrenzt die Zahl der Anfragen',
  unavailable: 'Der Git-Host antwortet nicht wie erwartet',
};

const sentences: { en: Sentences; de: Sentences } = {
  en: {
    noWorkflows: () => 'This Git host has no workflows that could be run.',
    gitHostFailed: ({ detail }) => detail,
  },
  de: {
    noWorkflows: () =>
      'Dieser Git-Host hat keine Workflows, die sich starten ließen.',
    gitHostFailed: ({ problem, detail }) => {
      const meaning = problem && germanProblems[problem];
      return meaning ? `${meaning} (${detail})` : detail;
    },
  },
};

/**
 * Why it can't be read how versions arrive in an environment, as text.
 *
 * @param language - such as `en` or `de-CH`; English where it is not spoken here
 * @public
 */
export function transitionProblemSentence(
  { code, params, sentence }: TransitionProblemReason & { sentence?: string },
  language: string = 'en',
): string {
  const say = spokenIn(language, sentences)[code] as
    | ((params: unknown) => string)
    | undefined;
  // A newer backend may know codes that this page does not: it says them in English
  return say ? say(params) : sentence ?? code;
}

/** The parameters of each code are declared as {@link TransitionProblemParams}. @public */
export const transitionProblemSchema = z
  .object({
    code: z.enum(Object.keys(sentences.en) as [string, ...string[]]),
    params: z
      .record(z.string(), z.unknown())
      .describe('What the sentence of this code tells'),
    sentence: z.string().describe('`code` and `params` as English text'),
  })
  .describe(
    "Why it can't be read how versions arrive",
  ) as z.ZodType as z.ZodType<TransitionProblem>;

/**
 * Why it can't be read how versions arrive in an environment, as data and as English text.
 *
 * @public
 */
export type TransitionProblem = TransitionProblemReason & { sentence: string };
