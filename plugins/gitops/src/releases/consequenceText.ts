import {
  PlannedService,
  RepositoryChange,
} from 'backstage-plugin-gitops-common';
import { displayName } from '../text/displayText';
import { listText } from '../text/formats';
import { Translate } from '../translations/useGitopsTranslation';

/** What the click does: how many pull requests, where, for how many services, and who stays. */
export function consequenceText(
  of: {
    services: readonly PlannedService[];
    chosen: readonly PlannedService[];
    changes: readonly RepositoryChange[];
  },
  t: Translate,
): string {
  const { services, chosen, changes } = of;
  const left = services.length - chosen.length;
  const names = [...new Set(changes.map(one => displayName(one.repository)))];
  return [
    chosen.length === 0
      ? t('release.nothingComes')
      : t('release.opens', {
          count: changes.length,
          repositories: listText(names, t),
          services: t('release.serviceCount', { count: chosen.length }),
        }),
    chosen.length > 0 && left > 0 && t('release.left', { count: left }),
    chosen.length > 0 &&
      t(chosen.every(deploysOnMerge) ? 'release.deploys' : 'release.someWait'),
  ]
    .filter(Boolean)
    .join(' ');
}

function deploysOnMerge({ plan }: PlannedService): boolean {
  return (
    plan?.consequence.code !== 'opensPullRequest' ||
    plan.consequence.params.deploysOnMerge
  );
}
