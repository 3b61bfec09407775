import { VisuallyHidden } from '@backstage/ui';
import { DeploymentStatus } from 'backstage-plugin-gitops-common';
import { clockTime, fullTime } from '../text/formats';
import { roughDuration } from '../time/duration';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

/**
 * For how long the state has held, in short; of a last known state, when it was known. The exact
 * time is in the tooltip.
 */
export function Since({
  deployment,
  now,
}: {
  deployment: DeploymentStatus;
  now: number;
}) {
  const t = useGitopsTranslation();
  const { since, staleSince } = deployment;
  if (staleSince !== null) {
    return (
      <time
        dateTime={staleSince}
        title={t('time.asOfFull', { time: fullTime(staleSince, t) })}
      >
        {t('time.asOf', { time: clockTime(staleSince, now, t) })}
      </time>
    );
  }
  const sinceMs = since === null ? NaN : Date.parse(since);
  if (since === null || Number.isNaN(sinceMs)) return null;
  const { unit, count } = roughDuration(sinceMs, now);
  const short =
    unit === 'moments'
      ? t('time.moments')
      : t(`time.${unit}`, { number: String(count) });
  const long =
    unit === 'moments'
      ? t('time.momentsLong')
      : t(`time.${unit}Long`, { count });
  return (
    <time
      dateTime={since}
      title={t('time.since', { time: fullTime(since, t) })}
    >
      <span aria-hidden>{short}</span>
      <VisuallyHidden>{long}</VisuallyHidden>
    </time>
  );
}
