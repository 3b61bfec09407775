import { z } from 'zod';
import type { PromotionCause } from './promotionCauses/PromotionCause';
import { promotionSentence } from './promotionCauses/promotionSentence';
import { spokenIn } from './spokenIn';

/**
 * Why a service can't come with a release, by its code.
 *
 * @public
 */
export interface ReleaseObstacleParams {
  /** It does not exist, or the caller may not see it at one end; or it is another one's */
  unavailable: { message: string };
  /** No plan can be made; the planner's own words */
  noPlan: { message: string };
  /** An open pull request has it already, together with other services */
  inOtherRelease: { version: string; environment: string };
  /** Another service of the release wants another version at the same place */
  samePlace: { message: string };
  /** There is nothing to roll back */
  noRollback: { cause: PromotionCause };
}

/** @public */
export type ReleaseObstacleCode = keyof ReleaseObstacleParams;

/**
 * Why a service can't come with a release, as data.
 *
 * @public
 */
export type ReleaseObstacleReason = {
  [Code in ReleaseObstacleCode]: {
    code: Code;
    params: ReleaseObstacleParams[Code];
  };
}[ReleaseObstacleCode];

type Sentences = {
  [Code in ReleaseObstacleCode]: (
    params: ReleaseObstacleParams[Code],
  ) => string;
};

const sentences: { en: Sentences; de: Sentences } = {
  en: {
    unavailable: ({ message }) => `You can't release it: ${message}`,
    noPlan: ({ message }) => `The change can't be worked out: ${message}`,
    inOtherRelease: ({ version, environment }) =>
      `${version} is on its way to ${environment} together with other services: merge or withdraw that release first.`,
    samePlace: ({ message }) =>
      `It conflicts with another service of this release: ${message}`,
    noRollback: ({ cause }) =>
      `There is nothing to roll back. ${promotionSentence(cause)}`,
  },
  de: {
    unavailable: ({ message }) =>
      `Du kannst diesen Service hier nicht releasen: ${message}`,
    noPlan: ({ message }) =>
      `Die Änderung lässt sich nicht ermitteln: ${message}`,
    inOtherRelease: ({ version, environment }) =>
      `${version} ist zusammen mit anderen Services auf dem Weg nach ${environment}: Zuerst dieses Release mergen oder zurückziehen.`,
    samePlace: ({ message }) =>
      `Konflikt mit einem anderen Service dieses Releases: ${message}`,
    noRollback: ({ cause }) =>
      `Es gibt nichts zurückzurollen. ${promotionSentence(cause, 'de')}`,
  },
};

/**
 * Why a service can't come with a release, as text.
 *
 * @param language - such as `en` or `de-CH`; English where it is not spoken here
 * @public
 */
export function releaseObstacleSentence(
  { code, params, sentence }: ReleaseObstacleReason & { sentence?: string },
  language: string = 'en',
): string {
  const say = spokenIn(language, sentences)[code] as
    | ((params: unknown) => string)
    | undefined;
  // A newer backend may know codes that this page does not: it says them in English
  return say ? say(params) : sentence ?? code;
}

/** The parameters of each code are declared as {@link ReleaseObstacleParams}. @public */
export const releaseObstacleSchema = z
  .object({
    code: z.enum(Object.keys(sentences.en) as [string, ...string[]]),
    params: z
      .record(z.string(), z.unknown())
      .describe('What the sentence of this code tells'),
    sentence: z.string().describe('`code` and `params` as English text'),
  })
  .describe(
    'Why a service can not come with a release',
  ) as z.ZodType as z.ZodType<ReleaseObstacle>;

/**
 * Why a service can't come with a release, as data and as English text.
 *
 * @public
 */
export type ReleaseObstacle = ReleaseObstacleReason & { sentence: string };
