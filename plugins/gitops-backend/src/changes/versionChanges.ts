import {
  type ChangedCommits,
  changesProblemSentence,
  type ChangesProblemReason,
  type VersionChanges,
} from 'backstage-plugin-gitops-common';
import {
  type Comparison,
  GitHostError,
  type GitRepository,
} from 'backstage-plugin-gitops-node';
import { toLine } from '../judgement/text';
import type { FoundCommit } from './VersionCommits';

const MAX_SUBJECT = 200;

/** What is asked for. */
export interface Versions {
  readonly from: string;
  readonly to: string;
}

export function unknownChanges({ from, to }: Versions): VersionChanges {
  const unknown = { commit: null, tag: null };
  return {
    from: { version: from, ...unknown },
    to: { version: to, ...unknown },
    repository: null,
    folder: null,
    missingFolder: null,
    added: null,
    takenBack: null,
    url: null,
    problem: null,
  };
}

export function withProblem(
  changes: VersionChanges,
  reason: ChangesProblemReason,
): VersionChanges {
  const problem = { ...reason, sentence: changesProblemSentence(reason) };
  return { ...changes, problem };
}

export function toldOf(found: FoundCommit) {
  return 'commit' in found ? found : {};
}

export function problemOf(
  found: FoundCommit,
  version: string,
  { name: repository }: GitRepository,
): ChangesProblemReason | undefined {
  if ('commit' in found) return undefined;
  return 'names' in found
    ? { code: 'severalCommits', params: { version, repository, ...found } }
    : { code: 'noCommit', params: { version, repository, ...found } };
}

export function failureOf(
  error: unknown,
  repository: string,
  timeoutMs: number,
): ChangesProblemReason {
  const isOfHost = error instanceof GitHostError;
  const isLate = (error as Error)?.name === 'TimeoutError';
  if (!isOfHost && !isLate) throw error;
  return {
    code: 'gitHostFailed',
    params: isOfHost
      ? { problem: error.problem, detail: error.message }
      : {
          problem: 'unavailable',
          detail: `The Git host of ${repository} has not answered in ${
            timeoutMs / 1_000
          } s`,
        },
  };
}

/** Without addresses of people. */
export function presented({ commits, total }: Comparison): ChangedCommits {
  return {
    total: total ?? null,
    commits: commits.map(
      ({ sha, subject, author, date, url, pullRequest }) => ({
        sha,
        subject: toLine(subject).slice(0, MAX_SUBJECT),
        author: toLine(author.name).slice(0, MAX_SUBJECT),
        date,
        url,
        pullRequest: pullRequest ?? null,
      }),
    ),
  };
}
