import type { PromotionCause } from './promotionCauses/PromotionCause';
import { promotionSentence } from './promotionCauses/promotionSentence';
import {
  CodedReason,
  reasonWithSentenceSchema,
  sentenceMaker,
  SentencesByLanguage,
} from './reasons';

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

/**
 * Why a service can't come with a release, as data.
 *
 * @public
 */
export type ReleaseObstacleReason = CodedReason<ReleaseObstacleParams>;

const sentences: SentencesByLanguage<ReleaseObstacleParams> = {
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
 * @public
 */
export const releaseObstacleSentence = sentenceMaker(sentences);

/** The parameters of each code are declared as {@link ReleaseObstacleParams}. @public */
export const releaseObstacleSchema = reasonWithSentenceSchema(
  sentences.en,
  'Why a service can not come with a release',
);
