import { CronExpressionParser } from 'cron-parser';

/** A span of time that comes again and again. */
export interface Window {
  /** When it begins: five fields of cron */
  readonly schedule: string;
  readonly durationMs: number;
  /** IANA name */
  readonly timeZone: string;
}

/** One of Argo CD's own. */
export interface SyncWindow {
  readonly kind: 'allow' | 'deny';
  readonly schedule: string;
  /** As Argo CD writes it, for example `72h` */
  readonly duration: string;
  readonly isActive: boolean;
  /** Only the project tells; undefined where that can't be read */
  readonly timeZone?: string;
  readonly description?: string;
}

/** Windows that follow on each other are followed so often: an hour that begins again and again for forty days, a day for three years. */
const MAX_STEPS = 1_000;

/**
 * Until when a window lasts that is open now, in milliseconds since the epoch: the end of the last of those that follow on each other; Infinity where there is no end in sight. Undefined where none is open.
 *
 * @throws Error where the schedule can't be read
 */
export function openUntil(window: Window, now: number): number | undefined {
  let end = lastEnd(window, now);
  if (end <= now) return undefined;
  for (let step = 0; step < MAX_STEPS; step++) {
    // It may have begun again since, at its very end as well
    const next = lastEnd(window, end);
    if (next <= end) return end;
    end = next;
  }
  return Infinity;
}

/** End of the window that began last, at a moment or before. */
function lastEnd(window: Window, at: number): number {
  return (
    startsOf(window, at + 1)
      .prev()
      .getTime() + window.durationMs
  );
}

/** When the window opens next. @throws Error where the schedule can't be read */
export function opensNext(window: Window, now: number): number {
  return startsOf(window, now).next().getTime();
}

function startsOf({ schedule, timeZone }: Window, at: number) {
  return CronExpressionParser.parse(schedule, {
    currentDate: new Date(at),
    tz: timeZone,
  });
}

/** `72h`, `1h30m`: what Go writes, in milliseconds. Undefined where it can't be read */
export function goDuration(text: string): number | undefined {
  const units = { h: 3_600_000, m: 60_000, s: 1_000 } as const;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([hms])/g)];
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== text)
    return undefined;
  return parts.reduce(
    (sum, [, amount, unit]) =>
      sum + Number(amount) * units[unit as keyof typeof units],
    0,
  );
}
