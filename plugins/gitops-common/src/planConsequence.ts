import { z } from 'zod';
import { spokenIn } from './spokenIn';

/**
 * What requesting a planned promotion does, by its code.
 *
 * @public
 */
export interface PlanConsequenceParams {
  nothingChanges: Record<string, never>;
  opensPullRequest: {
    repositories: string[];
    /** False where Argo CD does not sync all of the target's Applications by itself */
    deploysOnMerge: boolean;
  };
}

/** @public */
export type PlanConsequenceCode = keyof PlanConsequenceParams;

/**
 * What requesting a planned promotion does, as data.
 *
 * @public
 */
export type PlanConsequenceReason = {
  [Code in PlanConsequenceCode]: {
    code: Code;
    params: PlanConsequenceParams[Code];
  };
}[PlanConsequenceCode];

type Sentences = {
  [Code in PlanConsequenceCode]: (
    params: PlanConsequenceParams[Code],
  ) => string;
};

const listIn = (locale: string) => {
  const format = new Intl.ListFormat(locale, { type: 'conjunction' });
  return (items: readonly string[]) => format.format([...items]);
};
const english = listIn('en-GB');
const german = listIn('de');

const sentences: { en: Sentences; de: Sentences } = {
  en: {
    nothingChanges: () => 'Nothing would change in Git.',
    opensPullRequest: ({ repositories, deploysOnMerge }) =>
      `Opens a pull request in ${english(
        repositories,
      )}. Someone else reviews it; merging ${
        deploysOnMerge ? 'deploys' : 'alone does not deploy'
      }.`,
  },
  de: {
    nothingChanges: () => 'In Git würde sich nichts ändern.',
    opensPullRequest: ({ repositories, deploysOnMerge }) =>
      `Öffnet einen Pull Request in ${german(
        repositories,
      )}. Jemand anderes prüft ihn; ${
        deploysOnMerge
          ? 'mit dem Merge wird deployt'
          : 'der Merge allein führt nicht zum Deployment'
      }.`,
  },
};

/**
 * What requesting a planned promotion does, as text.
 *
 * @param language - such as `en` or `de-CH`; English where it is not spoken here
 * @public
 */
export function consequenceSentence(
  { code, params, sentence }: PlanConsequenceReason & { sentence?: string },
  language: string = 'en',
): string {
  const say = spokenIn(language, sentences)[code] as
    | ((params: unknown) => string)
    | undefined;
  // A newer backend may know codes that this page does not: it says them in English
  return say ? say(params) : sentence ?? code;
}

/** The parameters of each code are declared as {@link PlanConsequenceParams}. @public */
export const planConsequenceSchema = z
  .object({
    code: z.enum(Object.keys(sentences.en) as [string, ...string[]]),
    params: z
      .record(z.string(), z.unknown())
      .describe('What the sentence of this code tells'),
    sentence: z.string().describe('`code` and `params` as English text'),
  })
  .describe('What the click does') as z.ZodType as z.ZodType<PlanConsequence>;

/**
 * What requesting a planned promotion does, as data and as English text.
 *
 * @public
 */
export type PlanConsequence = PlanConsequenceReason & { sentence: string };
