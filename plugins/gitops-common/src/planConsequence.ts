import { listIn } from './lists';
import {
  CodedReason,
  reasonWithSentenceSchema,
  ReasonWithSentence,
  sentenceMaker,
  SentencesByLanguage,
} from './reasons';

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

/**
 * What requesting a planned promotion does, as data.
 *
 * @public
 */
export type PlanConsequenceReason = CodedReason<PlanConsequenceParams>;

const english = listIn('en-GB');
const german = listIn('de');

const sentences: SentencesByLanguage<PlanConsequenceParams> = {
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
 * @public
 */
export const consequenceSentence = sentenceMaker(sentences);

/** The parameters of each code are declared as {@link PlanConsequenceParams}. @public */
export const planConsequenceSchema = reasonWithSentenceSchema(
  sentences.en,
  'What the click does',
);

/**
 * What requesting a planned promotion does, as data and as English text.
 *
 * @public
 */
export type PlanConsequence = ReasonWithSentence<PlanConsequenceParams>;
