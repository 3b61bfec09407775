import { CronDate, CronExpressionParser } from 'cron-parser';
import { LRUCache } from 'lru-cache';

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

const HOUR_MS = 3_600_000;
/**
 * Windows that follow on each other for longer, or more often, have no end in sight: each step
 * takes a fraction of a millisecond of the event loop.
 */
const MAX_AHEAD_MS = 60 * 24 * HOUR_MS;
const MAX_STEPS = 400;

/** Ends of windows that were open: they are asked for again and again while one is. */
const ends = new LRUCache<string, { since: number; end: number }>({ max: 500 });

/**
 * When the window that is open now ends, in milliseconds since the epoch. If others follow without
 * a gap, it is the end of the last one, or Infinity if they never end. Undefined if none is open.
 *
 * @throws Error where the schedule can't be read
 */
export function openUntil(window: Window, now: number): number | undefined {
  const key = JSON.stringify(window);
  const known = ends.get(key);
  if (
    known &&
    now >= known.since &&
    now < Math.min(known.end, known.since + HOUR_MS)
  )
    return known.end;
  const end = findEnd(window, now);
  if (end !== undefined) ends.set(key, { since: now, end });
  return end;
}

function findEnd(window: Window, now: number): number | undefined {
  const starts = startsOf(window, now);
  /** End of the window that began last, at a moment or before */
  const lastEnd = (at: number) => {
    starts.reset(new CronDate(at + 1, window.timeZone));
    return starts.prev().getTime() + window.durationMs;
  };
  let end = lastEnd(now);
  if (end <= now) return undefined;
  for (let step = 0; step < MAX_STEPS; step++) {
    // It may have begun again since, at its very end as well
    const next = lastEnd(end);
    if (next <= end) return end;
    if (next - now > MAX_AHEAD_MS) return Infinity;
    end = next;
  }
  return Infinity;
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
