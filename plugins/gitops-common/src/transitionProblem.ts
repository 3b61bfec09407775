import { GitHostFailure, gitHostFailed } from './gitHostFailure';
import {
  CodedReason,
  reasonWithSentenceSchema,
  ReasonWithSentence,
  sentenceMaker,
  SentencesByLanguage,
} from './reasons';

/**
 * Why it can't be read how versions arrive in an environment, by its code.
 *
 * @public
 */
export interface TransitionProblemParams {
  noWorkflows: Record<string, never>;
  gitHostFailed: GitHostFailure;
}

/**
 * Why it can't be read how versions arrive in an environment, as data.
 *
 * @public
 */
export type TransitionProblemReason = CodedReason<TransitionProblemParams>;

const sentences: SentencesByLanguage<TransitionProblemParams> = {
  en: {
    noWorkflows: () => 'This Git host has no workflows that could be run.',
    gitHostFailed: gitHostFailed.en,
  },
  de: {
    noWorkflows: () =>
      'Dieser Git-Host hat keine Workflows, die sich starten ließen.',
    gitHostFailed: gitHostFailed.de,
  },
};

/**
 * Why it can't be read how versions arrive in an environment, as text.
 *
 * @public
 */
export const transitionProblemSentence = sentenceMaker(sentences);

/** The parameters of each code are declared as {@link TransitionProblemParams}. @public */
export const transitionProblemSchema = reasonWithSentenceSchema(
  sentences.en,
  "Why it can't be read how versions arrive",
);

/**
 * Why it can't be read how versions arrive in an environment, as data and as English text.
 *
 * @public
 */
export type TransitionProblem = ReasonWithSentence<TransitionProblemParams>;
