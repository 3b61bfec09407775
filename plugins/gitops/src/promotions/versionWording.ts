import { VersionCandidate } from 'backstage-plugin-gitops-common';
import { TitleOf } from '../status/wording';
import { agoText, roughText } from '../text/formats';
import { Translate } from '../translations/useGitopsTranslation';

interface Words {
  titleOf: TitleOf;
  t: Translate;
}

/** `Now in staging`, `Before in staging`: what versions are listed under. */
export function versionGroup(
  { from, runsIn }: VersionCandidate,
  { titleOf, t }: Words,
): string {
  if (from === null) return t('choose.never');
  const environment = titleOf(from);
  return runsIn.includes(from)
    ? t('choose.now', { environment })
    : t('choose.before', { environment });
}

/** `healthy in staging for 2 d, replaced 3 h ago` */
export function versionHistory(
  { from, runsIn, ranIn }: VersionCandidate,
  { titleOf, t, now }: Words & { now: number },
): string {
  const environment = titleOf(from ?? '');
  const seen = ranIn.find(one => one.environment === from);
  const isRunning = from !== null && runsIn.includes(from);
  if (!seen || seen.healthySince === null)
    return t('choose.healthUnknown', { environment });
  const end = seen.healthyUntil === null ? now : Date.parse(seen.healthyUntil);
  const healthy = t('choose.healthy', {
    environment,
    duration: roughText(end - Date.parse(seen.healthySince), t),
  });
  if (isRunning)
    return seen.healthyUntil === null
      ? healthy
      : t('choose.unhealthyNow', { healthy });
  return seen.until === null
    ? healthy
    : t('choose.replaced', { healthy, ago: agoText(seen.until, now, t) });
}
