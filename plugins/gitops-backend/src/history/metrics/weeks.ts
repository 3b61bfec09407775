const DAY_MS = 24 * 60 * 60_000;
export const WEEK_MS = 7 * DAY_MS;
/** 1970 began on a Thursday */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** Monday 00:00 UTC of the week in which a time lies. */
export function weekOf(time: number): number {
  const weeks = Math.floor((time - FIRST_MONDAY_MS) / WEEK_MS);
  return FIRST_MONDAY_MS + weeks * WEEK_MS;
}

/** The beginnings of all weeks that a window touches. */
export function weeksOf({ from, to }: { from: number; to: number }): number[] {
  const weeks: number[] = [];
  for (let week = weekOf(from); week < to; week += WEEK_MS) weeks.push(week);
  return weeks;
}
