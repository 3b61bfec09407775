import { z } from 'zod';
import { spokenIn } from './spokenIn';

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
  gitHostFailed: {
    /** What the failure means, such as `unauthorized`; absent where that isn't known */
    problem?: string;
    /** A sentence about it in English, with the host's own words */
    detail: string;
  };
}

/** @public */
export type ChangesProblemCode = keyof ChangesProblemParams;

/**
 * Why it isn't known what is in a version, as data.
 *
 * @public
 */
export type ChangesProblemReason = {
  [Code in ChangesProblemCode]: {
    code: Code;
    params: ChangesProblemParams[Code];
  };
}[ChangesProblemCode];

type Sentences = {
  [Code in ChangesProblemCode]: (params: ChangesProblemParams[Code]) => string;
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
    gitHostFailed: ({ detail }) => detail,
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
    gitHostFailed: ({ problem, detail }) => {
      const meaning = problem && germanProblems[problem];
      return meaning ? `${meaning} (${detail})` : detail;
    },
  },
};

/**
 * Why it isn't known what is in a version, as text.
 *
 * @param language - such as `en` or `de-CH`; English where it is not spoken here
 * @public
 */
export function changesProblemSentence(
  { code, params, sentence }: ChangesProblemReason & { sentence?: string },
  language: string = 'en',
): string {
  const say = spokenIn(language, sentences)[code] as
    | ((params: unknown) => string)
    | undefined;
  // A newer backend may know codes that this page does not: it says them in English
  return say ? say(params) : sentence ?? code;
}

/** The parameters of each code are declared as {@link ChangesProblemParams}. @public */
export const changesProblemSchema = z
  .object({
    code: z.enum(Object.keys(sentences.en) as [string, ...string[]]),
    params: z
      .record(z.string(), z.unknown())
      .describe('What the sentence of this code tells'),
    sentence: z.string().describe('`code` and `params` as English text'),
  })
  .describe(
    "Why it isn't known what is in a version",
  ) as z.ZodType as z.ZodType<ChangesProblem>;

/**
 * Why it isn't known what is in a version, as data and as English text.
 *
 * @public
 */
export type ChangesProblem = ChangesProblemReason & { sentence: string };
