import { Translate } from '../translations/useGitopsTranslation';
import { exactDuration, roughDuration } from './duration';

/** `1 min 34 s` */
export function durationText(ms: number, t: Translate): string {
  return exactDuration(ms)
    .map(({ unit, count }) => t(`time.${unit}`, { number: String(count) }))
    .join(' ');
}

/** `48 s`, `6 min`: what someone says who is asked how long it has been. */
export function roughText(ms: number, t: Translate): string {
  const { unit, count } = roughDuration(0, ms);
  return unit === 'moments'
    ? durationText(ms, t)
    : t(`time.${unit}`, { number: String(count) });
}

/** `12 s ago`, `3 h ago`; of what is no time, nothing. */
export function agoText(iso: string, now: number, t: Translate): string {
  const ms = now - Date.parse(iso);
  return Number.isNaN(ms) ? '' : t('time.ago', { duration: roughText(ms, t) });
}
