import type { Arrival } from './Measured';

/** How long a version took from the first environment to this one. Milliseconds. */
export interface LeadTime {
  readonly arrivedAt: number;
  readonly durationMs: number;
}

/**
 * Of every version that was healthy in an environment for the first time. One that is not known in
 * the first environments, or came there later, has none: it went straight to the environment.
 */
export function leadTimesOf(arrivals: readonly Arrival[]): LeadTime[] {
  const started = new Map<number, number>();
  const arrived = new Map<number, number>();
  for (const { version, arrivedAt, startedAt } of arrivals) {
    keepFirst(arrived, version, arrivedAt);
    if (startedAt !== undefined) keepFirst(started, version, startedAt);
  }
  const leadTimes: LeadTime[] = [];
  for (const [version, arrivedAt] of arrived) {
    const startedAt = started.get(version);
    if (startedAt !== undefined && startedAt <= arrivedAt)
      leadTimes.push({ arrivedAt, durationMs: arrivedAt - startedAt });
  }
  return leadTimes;
}

function keepFirst(times: Map<number, number>, key: number, at: number): void {
  const known = times.get(key);
  if (known === undefined || at < known) times.set(key, at);
}
