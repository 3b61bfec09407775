import type { Commit } from '../GitHost';

/** The subjects that hosts write when they merge. */
const SUBJECTS = [
  // GitHub, and Bitbucket Data Center
  /^Merge pull request #(\d+) (?:from|in) /,
  // Gitea
  /^Merge pull request '.*' \(#(\d+)\) from /,
  // GitHub and Gitea, when they squash
  /\(#(\d+)\)$/,
  // Bitbucket Data Center
  /^Pull request #(\d+): /,
  // Bitbucket Cloud
  /\(pull request #(\d+)\)$/,
  // Azure DevOps
  /^Merged PR (\d+): /,
];

/** The last line of GitLab's merge message. */
const GITLAB = /^See merge request \S*!(\d+)$/m;

/** The pull request that brought a commit, as its message says; undefined where it says nothing. */
export function pullRequestNamedBy({
  subject,
  body,
}: Pick<Commit, 'subject' | 'body'>): number | undefined {
  const found = [
    ...SUBJECTS.map(pattern => pattern.exec(subject)),
    GITLAB.exec(body),
  ].find(Boolean);
  const number = Number(found?.[1]);
  return Number.isSafeInteger(number) ? number : undefined;
}
