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
export function leadTimesOf(
  arrivals: readonly Arrival[],
  environment: string,
): LeadTime[] {
  const started = new Map<string, number>();
  const arrived = new Map<string, number>();
  for (const one of arrivals)
    if (one.environment !== environment)
      keepFirst(started, one.release, one.startedAt);
    else if (one.healthyAt !== undefined)
      keepFirst(arrived, one.release, one.healthyAt);
  return [...arrived].flatMap(([release, arrivedAt]) => {
    const startedAt = started.get(release);
    return startedAt === undefined || startedAt > arrivedAt
      ? []
      : [{ arrivedAt, durationMs: arrivedAt - startedAt }];
  });
}

function keepFirst(times: Map<string, number>, key: string, at: number): void {
  const known = times.get(key);
  if (known === undefined || at < known) times.set(key, at);
}
