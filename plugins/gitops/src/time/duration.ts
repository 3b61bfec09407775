const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/**
 * A length of time in its largest whole unit: what someone says who is asked how long it has been.
 */
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

/**
 * The one or two largest units of a length of time, as far as they say something: `1 min 34 s`, `26
 * min`, `2 d 4 h`. A length below 0 counts as 0.
 */
export function exactDuration(
  ms: number,
): { unit: 'seconds' | 'minutes' | 'hours' | 'days'; count: number }[] {
  const length = Math.max(0, ms);
  const parts = (
    length < 10 * minute
      ? [
          { unit: 'minutes', count: Math.floor(length / minute) },
          { unit: 'seconds', count: Math.floor((length % minute) / 1_000) },
        ]
      : [
          { unit: 'days', count: Math.floor(length / day) },
          { unit: 'hours', count: Math.floor((length % day) / hour) },
          { unit: 'minutes', count: Math.floor((length % hour) / minute) },
        ]
  ) as ReturnType<typeof exactDuration>;
  const told = parts.filter(({ count }) => count > 0).slice(0, 2);
  return told.length > 0 ? told : [{ unit: 'seconds', count: 0 }];
}
