const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** A length of time in its largest whole unit: what someone says who is asked how long it has been. */
export interface RoughDuration {
  unit: 'moments' | 'minutes' | 'hours' | 'days' | 'years';
  count: number;
}

/** A time to come, as clocks that disagree produce it, counts as this moment. */
export function roughDuration(fromMs: number, toMs: number): RoughDuration {
  const ms = toMs - fromMs;
  if (ms < minute) return { unit: 'moments', count: 0 };
  if (ms < hour) return { unit: 'minutes', count: Math.floor(ms / minute) };
  if (ms < day) return { unit: 'hours', count: Math.floor(ms / hour) };
  if (ms < year) return { unit: 'days', count: Math.floor(ms / day) };
  return { unit: 'years', count: Math.floor(ms / year) };
}

/** `14:02` for today, with the day for any other; the text as it is where it is no time. */
export function clockTime(iso: string, nowMs: number, locale?: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const isToday = date.toDateString() === new Date(nowMs).toDateString();
  const time: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  };
  return new Intl.DateTimeFormat(
    locale,
    isToday ? time : { day: 'numeric', month: 'short', ...time },
  ).format(date);
}

export function fullTime(iso: string, locale?: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'long',
  }).format(date);
}
