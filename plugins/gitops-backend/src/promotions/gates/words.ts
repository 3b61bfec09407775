import { DateTime, Duration } from 'luxon';

const DAY_MS = 24 * 60 * 60_000;

/** `2 d 4 h`, `26 min`, `40 s`: the two largest units at most. */
export function duration(ms: number): string {
  const { days, hours, minutes, seconds } = Duration.fromMillis(ms)
    .shiftTo('days', 'hours', 'minutes', 'seconds')
    .toObject();
  const parts = [
    [days, 'd'],
    [hours, 'h'],
    [minutes, 'min'],
    [Math.floor(seconds ?? 0), 's'],
  ] as const;
  const first = parts.findIndex(([amount]) => amount);
  if (first === -1) return '0 s';
  return parts
    .slice(first, first < 2 ? first + 2 : first + 1)
    .filter(([amount]) => amount)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** `Monday at 07:00`, or with its date where that is more than six days away. */
export function moment(at: number, now: number, timeZone: string): string {
  const time = DateTime.fromMillis(at, { zone: timeZone, locale: 'en' });
  return at - now < 6 * DAY_MS
    ? time.toFormat("cccc 'at' HH:mm")
    : time.toFormat("d LLLL yyyy 'at' HH:mm");
}
