import {
  CodedReason,
  reasonWithSentenceSchema,
  sentenceMaker,
  SentencesByLanguage,
} from './reasons';

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

/**
 * Why a version can't be promoted, as data.
 *
 * @public
 */
export type VersionObstacleReason = CodedReason<VersionObstacleParams>;

const sentences: SentencesByLanguage<VersionObstacleParams> = {
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
 * @public
 */
export const versionObstacleSentence = sentenceMaker(sentences);

/** The parameters of each code are declared as {@link VersionObstacleParams}. @public */
export const versionObstacleSchema = reasonWithSentenceSchema(
  sentences.en,
  "Why a version can't be promoted",
);
