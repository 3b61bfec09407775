import { GitHostFailure, gitHostFailed } from './gitHostFailure';
import {
  CodedReason,
  reasonWithSentenceSchema,
  ReasonWithSentence,
  sentenceMaker,
  SentencesByLanguage,
} from './reasons';

/**
 * Why it isn't known what is in a version, by its code.
 *
 * @public
 */
export interface ChangesProblemParams {
  /** Nobody has configured which repositories may be compared */
  off: Record<string, never>;
  noRepository: {
    /** The annotation that should name the source repository */
    annotation: string;
  };
  notAllowed: { repository: string };
  noCommit: {
    version: string;
    repository: string;
    /** Names of the tags that were looked for */
    tags: string[];
  };
  severalCommits: {
    version: string;
    repository: string;
    /** Names that lead to different commits */
    names: string[];
  };
  notComparable: { repository: string };
  gitHostFailed: GitHostFailure;
}

/**
 * Why it isn't known what is in a version, as data.
 *
 * @public
 */
export type ChangesProblemReason = CodedReason<ChangesProblemParams>;

const sentences: SentencesByLanguage<ChangesProblemParams> = {
  en: {
    off: () => 'This portal does not compare versions in Git.',
    noRepository: ({ annotation }) =>
      `The annotation ${annotation} of the service names no repository of a configured Git host.`,
    notAllowed: ({ repository }) =>
      `${repository} is not among the repositories that this portal may compare.`,
    noCommit: ({ version, repository, tags }) =>
      `The commit of ${version} is not known: ${repository} has no tag ${tags.join(
        ' or ',
      )}.`,
    severalCommits: ({ version, repository, names }) =>
      `The commit of ${version} is not known: in ${repository}, ${names.join(
        ' and ',
      )} are different commits.`,
    notComparable: ({ repository }) =>
      `${repository} does not have one of the two commits.`,
    gitHostFailed: gitHostFailed.en,
  },
  de: {
    off: () => 'Dieses Portal vergleicht keine Versionen in Git.',
    noRepository: ({ annotation }) =>
      `Die Annotation ${annotation} des Service nennt kein Repository eines konfigurierten Git-Hosts.`,
    notAllowed: ({ repository }) =>
      `${repository} gehört nicht zu den Repositorys, die dieses Portal vergleichen darf.`,
    noCommit: ({ version, repository, tags }) =>
      `Der Commit von ${version} ist nicht bekannt: ${repository} hat kein Tag ${tags.join(
        ' oder ',
      )}.`,
    severalCommits: ({ version, repository, names }) =>
      `Der Commit von ${version} ist nicht bekannt: In ${repository} sind ${names.join(
        ' und ',
      )} verschiedene Commits.`,
    notComparable: ({ repository }) =>
      `In ${repository} fehlt einer der beiden Commits.`,
    gitHostFailed: gitHostFailed.de,
  },
};

/**
 * Why it isn't known what is in a version, as text.
 *
 * @public
 */
export const changesProblemSentence = sentenceMaker(sentences);

/** The parameters of each code are declared as {@link ChangesProblemParams}. @public */
export const changesProblemSchema = reasonWithSentenceSchema(
  sentences.en,
  "Why it isn't known what is in a version",
);

/**
 * Why it isn't known what is in a version, as data and as English text.
 *
 * @public
 */
export type ChangesProblem = ReasonWithSentence<ChangesProblemParams>;
