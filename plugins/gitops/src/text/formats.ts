/* eslint-disable no-restricted-syntax -- The only file that uses Intl: it passes the language of the texts, where the browser's own would be the default */
import { exactDuration, roughDuration } from '../time/duration';
import { Translate } from '../translations/useGitopsTranslation';

/** `a, b, and c` */
export function listText(names: string[], t: Translate): string {
  return new Intl.ListFormat(t('language')).format(names);
}

/** IANA name of the reader's time zone, such as Europe/Berlin */
export function readersTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `1,234` */
export function numberText(number: number, t: Translate): string {
  return new Intl.NumberFormat(t('language')).format(number);
}

/** `14:02` for today, with the day for any other; text that is not a time stays as it is. */
export function clockTime(iso: string, nowMs: number, t: Translate): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const isToday = date.toDateString() === new Date(nowMs).toDateString();
  const time: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  };
  return new Intl.DateTimeFormat(
    t('language'),
    isToday ? time : { day: 'numeric', month: 'short', ...time },
  ).format(date);
}

/** `Mar 2, 2026`: of a day in UTC. */
export function dayText(iso: string, t: Translate): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(t('language'), {
    dateStyle: 'medium',
    timeZone: 'UTC',
  }).format(date);
}

/** `12.5%` */
export function percentText(share: number, t: Translate): string {
  return new Intl.NumberFormat(t('language'), {
    style: 'percent',
    maximumFractionDigits: 1,
  }).format(share);
}

/** `November 23, 2026 at 11:45:00 PM GMT+1`; text that is not a time stays as it is. */
export function fullTime(iso: string, t: Translate): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(t('language'), {
    dateStyle: 'long',
    timeStyle: 'long',
  }).format(date);
}

/** `1 min 34 s` */
export function durationText(ms: number, t: Translate): string {
  return exactDuration(ms)
    .map(({ unit, count }) => t(`time.${unit}`, { number: String(count) }))
    .join(' ');
}

/** The duration in its largest unit: `48 s`, `6 min`. */
export function roughText(ms: number, t: Translate): string {
  const { unit, count } = roughDuration(0, ms);
  return unit === 'moments'
    ? durationText(ms, t)
    : t(`time.${unit}`, { number: String(count) });
}

/** `12 s ago`, `3 h ago`; nothing where `iso` is not a time. */
export function agoText(iso: string, now: number, t: Translate): string {
  const ms = now - Date.parse(iso);
  return Number.isNaN(ms) ? '' : t('time.ago', { duration: roughText(ms, t) });
}
