import { z } from 'zod';
import { count, nullableText } from './fields';
import { fileDifferenceSchema } from './plans';
import {
  CodedReason,
  reasonWithSentenceSchema,
  sentenceMaker,
  SentencesByLanguage,
} from './reasons';

/**
 * Why the configuration of two environments can't be compared, by its code.
 *
 * @public
 */
export interface DifferenceProblemParams {
  noApplication: { environment: string };
  severalApplications: { environment: string; count: number };
  /** Its sources are charts, or in repositories of hosts that aren't configured */
  noFiles: { environment: string };
  /** The source hydrator renders it to a branch: what Argo CD would render again is not what runs */
  hydrated: { environment: string };
  /** Argo CD does not answer with the rendered manifests */
  notRendered: {
    environment: string;
    /** A sentence about it in English, with Argo CD's own words */
    detail: string;
  };
  /** Argo CD or the Git host */
  notReadable: {
    /** A sentence about it in English */
    detail: string;
  };
}

/** @public */
export type DifferenceProblemReason = CodedReason<DifferenceProblemParams>;

const sentences: SentencesByLanguage<DifferenceProblemParams> = {
  en: {
    noApplication: ({ environment }) =>
      `Nothing is deployed to ${environment}.`,
    severalApplications: ({ environment, count: number }) =>
      `${number} Applications are deployed to ${environment}. Only one with one can be compared.`,
    noFiles: ({ environment }) =>
      `The configuration of ${environment} is in no repository of a configured Git host.`,
    hydrated: ({ environment }) =>
      `The source hydrator renders the manifests of ${environment} to a branch. Compare them there.`,
    notRendered: ({ environment, detail }) =>
      `The rendered manifests of ${environment} can't be read: ${detail}`,
    notReadable: ({ detail }) => detail,
  },
  de: {
    noApplication: ({ environment }) => `In ${environment} ist nichts deployt.`,
    severalApplications: ({ environment, count: number }) =>
      `In ${environment} sind ${number} Applications deployt. Vergleichen lässt sich nur eine mit einer.`,
    noFiles: ({ environment }) =>
      `Die Konfiguration von ${environment} liegt in keinem Repository eines konfigurierten Git-Hosts.`,
    hydrated: ({ environment }) =>
      `Der Source Hydrator rendert die Manifeste von ${environment} in einen Branch. Dort lassen sie sich vergleichen.`,
    notRendered: ({ environment, detail }) =>
      `Die gerenderten Manifeste von ${environment} lassen sich nicht lesen: ${detail}`,
    notReadable: ({ detail }) => detail,
  },
};

/**
 * Why the configuration of two environments can't be compared, as text.
 *
 * @public
 */
export const differenceProblemSentence = sentenceMaker(sentences);

/** The parameters of each code are declared as {@link DifferenceProblemParams}. @public */
export const differenceProblemSchema = reasonWithSentenceSchema(
  sentences.en,
  "Why the configuration of two environments can't be compared",
);

const sideSchema = z.object({
  environment: z.string(),
  title: z.string(),
  versions: z
    .array(z.string())
    .describe("What runs there; empty where nothing runs or it isn't known"),
  revision: nullableText.describe(
    'What the files were read at; null where none were',
  ),
});

/** @public */
export const environmentDifferenceSchema = z
  .object({
    from: sideSchema,
    to: sideSchema,
    files: z
      .array(fileDifferenceSchema)
      .describe(
        'Files that differ: removed lines are those of `from`, added lines those of `to`. What looks like a secret is masked',
      ),
    same: count.describe('How many files are the same in both'),
    hidden: z
      .array(z.string())
      .describe('Files that are never shown, since they hold Secrets'),
    isWhole: z
      .boolean()
      .describe('Whether every file was compared: there is a limit'),
    problem: differenceProblemSchema.nullable(),
  })
  .describe(
    'How the configuration of a service differs between two environments, as Git has it at the commits that Argo CD compares with',
  );

/**
 * How the configuration of a service differs between two environments, as Git has it at the commits
 * that Argo CD compares with.
 *
 * @public
 */
export type EnvironmentDifference = z.infer<typeof environmentDifferenceSchema>;
