import type { Gitops } from './Gitops';
import type { Clock } from './inventory/Clock';

/** An instance that can't be read must not keep the portal from starting. */
const MAX_WAIT_MS = 60_000;
const LOOK_EVERY_MS = 250;

/**
 * Waits until every instance has been listed once, for a minute at most.
 *
 * @returns the instances that have not been listed
 */
export async function firstLists(options: {
  instances: readonly string[];
  wasListed(instance: string): boolean;
  clock: Clock;
  signal: AbortSignal;
}): Promise<string[]> {
  const { instances, wasListed, clock, signal } = options;
  const end = clock.now() + MAX_WAIT_MS;
  for (;;) {
    const missing = instances.filter(instance => !wasListed(instance));
    if (missing.length === 0 || clock.now() >= end || signal.aborted)
      return missing;
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

/** Whether the instance has been listed since the backend started. */
export function isListed(
  gitops: Pick<Gitops, 'instances'>,
  instance: string,
): boolean {
  return gitops
    .instances()
    .some(({ name, lastList }) => name === instance && lastList !== null);
}
