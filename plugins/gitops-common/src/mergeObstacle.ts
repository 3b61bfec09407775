import { z } from 'zod';
import { spokenIn } from './spokenIn';

/**
 * Why somebody can't merge a promotion now that they may merge otherwise, by its code.
 *
 * @public
 */
export interface MergeObstacleParams {
  /** The reader requested it, and with it overrode gates */
  requestedByYou: { environment: string };
  conflicts: Record<string, never>;
  /** How many checks failed, of how many */
  checksFailed: { failed: number; total: number };
}

/** @public */
export type MergeObstacleCode = keyof MergeObstacleParams;

/**
 * Why somebody can't merge a promotion now, as data.
 *
 * @public
 */
export type MergeObstacleReason = {
  [Code in MergeObstacleCode]: {
    code: Code;
    params: MergeObstacleParams[Code];
  };
}[MergeObstacleCode];

type Sentences = {
  [Code in MergeObstacleCode]: (params: MergeObstacleParams[Code]) => string;
};

const sentences: { en: Sentences; de: Sentences } = {
  en: {
    requestedByYou: ({ environment }) =>
      `Somebody else must merge it: you requested it, and ${environment} requires four eyes.`,
    conflicts: () =>
      'It conflicts with the branch that it goes to: promote it again.',
    checksFailed: ({ failed, total }) =>
      total === 1
        ? 'Its check failed.'
        : `${failed} of its ${total} checks failed.`,
  },
  de: {
    requestedByYou: ({ environment }) =>
      `Jemand anderes muss mergen: Du hast die Promotion angefordert, und für ${environment} gilt das Vier-Augen-Prinzip.`,
    conflicts: () =>
      'Es gibt Konflikte mit dem Ziel-Branch: Bitte erneut promoten.',
    checksFailed: ({ failed, total }) =>
      total === 1
        ? 'Der Check ist fehlgeschlagen.'
        : `${failed} von ${total} Checks ${
            failed === 1 ? 'ist' : 'sind'
          } fehlgeschlagen.`,
  },
};

/**
 * Why somebody can't merge a promotion now, as text.
 *
 * @param language - such as `en` or `de-CH`; English where it is not spoken here
 * @public
 */
export function mergeObstacleSentence(
  { code, params, sentence }: MergeObstacleReason & { sentence?: string },
  language: string = 'en',
): string {
  const say = spokenIn(language, sentences)[code] as
    | ((params: unknown) => string)
    | undefined;
  // A newer backend may know codes that this page does not: it says them in English
  return say ? say(params) : sentence ?? code;
}

/** The parameters of each code are declared as {@link MergeObstacleParams}. @public */
export const mergeObstacleSchema = z
  .object({
    code: z.enum(Object.keys(sentences.en) as [string, ...string[]]),
    params: z
      .record(z.string(), z.unknown())
      .describe('What the sentence of this code tells'),
    sentence: z.string().describe('`code` and `params` as English text'),
  })
  .describe(
    'Why the caller can not merge it now',
  ) as z.ZodType as z.ZodType<MergeObstacle>;

/**
 * Why somebody can't merge a promotion now, as data and as English text.
 *
 * @public
 */
export type MergeObstacle = MergeObstacleReason & { sentence: string };
