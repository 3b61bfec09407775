const WEEK_MS = 7 * 24 * 60 * 60_000;
/** 1970 began on a Thursday */
const FIRST_MONDAY_MS = 4 * 24 * 60 * 60_000;

/** Windows to choose from, in whole weeks before this one. */
export const windows = [4, 12, 26, 52];
export const defaultWindow = 12;

/** The Monday, 00:00 UTC, that is so many weeks before the present week. */
export function windowStart(weeks: number, now: number): string {
  const present = Math.floor((now - FIRST_MONDAY_MS) / WEEK_MS);
  return new Date(FIRST_MONDAY_MS + (present - weeks) * WEEK_MS).toISOString();
}
