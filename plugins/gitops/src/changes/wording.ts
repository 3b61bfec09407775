import {
  type ChangedCommits,
  countChanges,
} from 'backstage-plugin-gitops-common';
import type { Translate } from '../translations/useGitopsTranslation';

export function isEmpty({ commits, total }: ChangedCommits): boolean {
  return total === 0 && commits.length === 0;
}

/** `14 commits, 5 pull requests`, and what is taken back */
export function summaryOf(
  of: { added: ChangedCommits; takenBack: ChangedCommits },
  t: Translate,
): string {
  const { added, takenBack } = of;
  if (isEmpty(takenBack))
    return isEmpty(added) ? t('changes.none') : countsOf(added, t);
  const commits = countsOf(takenBack, t);
  return isEmpty(added)
    ? t('changes.takesBack', { commits })
    : t('changes.diverged', { added: countsOf(added, t), commits });
}

function countsOf(list: ChangedCommits, t: Translate): string {
  const { commits, pullRequests, areAllListed } = countChanges(list);
  return [
    t(list.total === null ? 'changes.atLeast' : 'changes.commits', {
      count: commits,
    }),
    ...(pullRequests > 0
      ? [
          t(
            areAllListed ? 'changes.pullRequests' : 'changes.morePullRequests',
            {
              count: pullRequests,
            },
          ),
        ]
      : []),
  ].join(', ');
}
