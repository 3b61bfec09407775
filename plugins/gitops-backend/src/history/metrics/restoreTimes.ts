import type { Measured } from './Measured';

/** A time in which an Application was not healthy after a failed deployment. Milliseconds. */
export interface Outage {
  readonly since: number;
  /** Undefined while it lasts */
  readonly until?: number;
}

/**
 * One for each failed deployment, and none for failures before the Application was healthy again:
 * they belong to the same outage.
 */
export function outagesOf(deployments: readonly Measured[]): Outage[] {
  const outages: Outage[] = [];
  for (const events of eventsByApplication(deployments).values()) {
    events.sort(
      (a, b) => a.at - b.at || Number(a.isHealthy) - Number(b.isHealthy),
    );
    let since: number | undefined;
    for (const { at, isHealthy } of events) {
      if (!isHealthy) since ??= at;
      else if (since !== undefined) {
        outages.push({ since, until: at });
        since = undefined;
      }
    }
    if (since !== undefined) outages.push({ since });
  }
  return outages;
}

interface Event {
  readonly at: number;
  readonly isHealthy: boolean;
}

function eventsByApplication(
  deployments: readonly Measured[],
): Map<string, Event[]> {
  const all = new Map<string, Event[]>();
  for (const { application, result, finishedAt, healthyAt } of deployments) {
    const events = all.get(application) ?? [];
    all.set(application, events);
    if (result === 'failed') events.push({ at: finishedAt, isHealthy: false });
    if (healthyAt !== undefined)
      events.push({ at: healthyAt, isHealthy: true });
  }
  return all;
}
