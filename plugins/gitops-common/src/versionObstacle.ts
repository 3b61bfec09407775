import { z } from 'zod';
import { spokenIn } from './spokenIn';

/**
 * Why a version can't be promoted, by its code. `environment` is a title.
 *
 * @public
 */
export interface VersionObstacleParams {
  /** It runs there, or Git asks for it */
  alreadyThere: { version: string; environment: string };
  /** It does not run in any environment before, and was not seen healthy in one */
  neverHealthy: { version: string };
}

/** @public */
export type VersionObstacleCode = keyof VersionObstacleParams;

/**
 * Why a version can't be promoted, as data.
 *
 * @public
 */
export type VersionObstacleReason = {
  [Code in VersionObstacleCode]: {
    code: Code;
    params: VersionObstacleParams[Code];
  };
}[VersionObstacleCode];

type Sentences = {
  [Code in VersionObstacleCode]: (
    params: VersionObstacleParams[Code],
  ) => string;
};

const sentences: { en: Sentences; de: Sentences } = {
  en: {
    alreadyThere: ({ version, environment }) =>
      `${environment} has ${version} already.`,
    neverHealthy: ({ version }) => `${version} was never seen healthy.`,
  },
  de: {
    alreadyThere: ({ version, environment }) =>
      `${environment} hat ${version} schon.`,
    neverHealthy: ({ version }) => `${version} war nie erkennbar gesund.`,
  },
};

/**
 * Why a version can't be promoted, as text.
 *
 * @param language - such as `en` or `de-CH`; English where it is not spoken here
 * @public
 */
export function versionObstacleSentence(
  { code, params, sentence }: VersionObstacleReason & { sentence?: string },
  language: string = 'en',
): string {
  const say = spokenIn(language, sentences)[code] as
    | ((params: unknown) => string)
    | undefined;
  // A newer backend may know codes that this page does not: it says them in English
  return say ? say(params) : sentence ?? code;
}

/** The parameters of each code are declared as {@link VersionObstacleParams}. @public */
export const versionObstacleSchema = z
  .object({
    code: z.enum(Object.keys(sentences.en) as [string, ...string[]]),
    params: z
      .record(z.string(), z.unknown())
      .describe('What the sentence of this code tells'),
    sentence: z.string().describe('`code` and `params` as English text'),
  })
  .describe(
    "Why a version can't be promoted",
  ) as z.ZodType as z.ZodType<VersionObstacle>;

/**
 * Why a version can't be promoted, as data and as English text.
 *
 * @public
 */
export type VersionObstacle = VersionObstacleReason & { sentence: string };
