import { Alert } from '@backstage/ui';
import {
  EnvironmentDeployment,
  InstanceFreshness,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { displayName } from '../text/displayText';
import { clockTime, listText } from '../text/formats';
import { problemText } from '../text/problemText';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { environmentTitle } from '../status/wording';

/**
 * Says of each Argo CD instance that can't be read what that means here. The times stand still
 * until midnight, so that a screen reader reads it once.
 */
export function StaleInstances({
  instances,
  environments,
}: Pick<ServiceDeployments, 'instances' | 'environments'>) {
  const t = useGitopsTranslation();
  const now = useNow(60_000);
  const isAnyCurrent = environments.some(isCurrent);
  return (
    <>
      {instances.filter(isStale).map(({ name, staleSince, problem }) => {
        const affected = environments.filter(environment =>
          isShownFrom(environment, name),
        );
        const others = environments.filter(one => !affected.includes(one));
        const sentences = [problem && problemText(problem, t)];
        if (affected.length > 0) {
          const titles = affected.map(environment =>
            environmentTitle(environment, t),
          );
          sentences.push(
            t('stale.affected', {
              count: affected.length,
              environments: listText(titles, t),
            }),
          );
          if (others.length > 0 && others.every(isCurrent))
            sentences.push(t('stale.othersAreCurrent'));
        } else {
          sentences.push(t('stale.mayBeMissing'));
        }
        return (
          <Alert
            key={name}
            role="status"
            icon
            status={isAnyCurrent && affected.length === 0 ? 'info' : 'warning'}
            title={t('stale.title', {
              instance: displayName(name),
              time: clockTime(staleSince, now, t),
            })}
            description={sentences.filter(Boolean).join(' ')}
          />
        );
      })}
    </>
  );
}

function isStale(
  instance: InstanceFreshness,
): instance is InstanceFreshness & { staleSince: string } {
  return instance.staleSince !== null;
}

function isCurrent({ staleSince }: EnvironmentDeployment): boolean {
  return staleSince === null;
}

function isShownFrom(
  { applications }: EnvironmentDeployment,
  instance: string,
): boolean {
  return applications.some(
    application =>
      application.instance === instance && application.staleSince !== null,
  );
}
