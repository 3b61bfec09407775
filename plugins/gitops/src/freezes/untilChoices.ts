const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** When people are there to look again */
const MORNING = 8;
const MONDAY = 1;

/** When a freeze that begins now could end. */
export interface UntilChoice {
  name: 'hour' | 'hours' | 'tomorrow' | 'monday';
  until: Date;
}

/** In the reader's own time zone, the soonest first. */
export function untilChoices(now: number): UntilChoice[] {
  // As it is shown
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const tomorrow = morningIn(1, now);
  const daysToMonday = (MONDAY + 7 - new Date(now).getDay()) % 7 || 7;
  const monday = morningIn(daysToMonday, now);
  return [
    { name: 'hour', until: new Date(minute + HOUR_MS) },
    { name: 'hours', until: new Date(minute + 4 * HOUR_MS) },
    { name: 'tomorrow', until: tomorrow },
    ...(daysToMonday === 1 ? [] : [{ name: 'monday' as const, until: monday }]),
  ];
}

function morningIn(days: number, now: number): Date {
  const morning = new Date(now);
  morning.setDate(morning.getDate() + days);
  morning.setHours(MORNING, 0, 0, 0);
  return morning;
}
