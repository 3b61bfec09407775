import { EVERYTHING, Freeze } from 'backstage-plugin-gitops-common';
import { displayName, displayText, serviceName } from '../text/displayText';
import { clockTime, listText } from '../text/formats';
import { Translate } from '../translations/useGitopsTranslation';

/** Services that a line names. */
const maxNamed = 5;

/** Those that concern an environment and are not over, in the order of their begin. */
export function freezesOf(
  environment: string,
  freezes: Freeze[],
  now: number,
): Freeze[] {
  return freezes
    .filter(
      ({ environments, endedAt, until }) =>
        (environments.includes(EVERYTHING) ||
          environments.includes(environment)) &&
        endedAt === null &&
        (until === null || Date.parse(until) > now),
    )
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
}

/** Whether it is of named services, not of every one. */
export function isHold({ services }: Freeze): boolean {
  return !services.includes(EVERYTHING);
}

/** `Frozen until 18:00: incident 4711` */
export function freezeText(freeze: Freeze, now: number, t: Translate): string {
  const kind = isHold(freeze) ? 'held' : 'frozen';
  const texts = {
    reason: displayText(freeze.reason, { maxLength: 500 }),
    from: clockTime(freeze.from, now, t),
    until: freeze.until === null ? '' : clockTime(freeze.until, now, t),
  };
  const isToCome = Date.parse(freeze.from) > now;
  if (isToCome)
    return freeze.until === null
      ? t(`freezes.${kind}.from`, texts)
      : t(`freezes.${kind}.between`, texts);
  return freeze.until === null
    ? t(`freezes.${kind}.open`, texts)
    : t(`freezes.${kind}.until`, texts);
}

/** `staging and production` */
export function placesText({ environments }: Freeze, t: Translate): string {
  return environments.includes(EVERYTHING)
    ? t('freezes.everyEnvironment')
    : listText(environments.map(displayName), t);
}

/** `payments and orders in staging` */
export function scopeText(freeze: Freeze, t: Translate): string {
  const services = isHold(freeze)
    ? namesText(freeze.services, t)
    : t('freezes.everyService');
  return freeze.environments.includes(EVERYTHING)
    ? t('freezes.everywhere', { services })
    : t('freezes.scope', { services, environments: placesText(freeze, t) });
}

function namesText(services: string[], t: Translate): string {
  const names = services.slice(0, maxNamed).map(serviceName);
  const others = services.length - names.length;
  if (others > 0) names.push(t('freezes.otherServices', { count: others }));
  return listText(names, t);
}
