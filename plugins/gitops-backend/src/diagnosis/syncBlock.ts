import type { Application } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import { goDuration, openUntil, opensNext, Window } from '../argocd/window';
import type { Diagnosis } from '../inventory/Diagnosis';

interface ListedWindow {
  kind?: string | null;
  schedule?: string | null;
  duration?: string | null;
}

/**
 * Reads whether a sync window keeps Argo CD from syncing an Application by itself: a deny window
 * that is active, or allow windows of which none is. `canSync` of the answer is about syncs by
 * hand and says nothing here. Until when is known only from the project, which has the time zones.
 *
 * @throws ArgoCdError
 */
export async function readSyncBlock(
  client: Pick<ArgoCdClient, 'syncWindows' | 'project'>,
  application: Application,
  { signal, now }: { signal: AbortSignal; now: number },
): Promise<Diagnosis['syncWindow']> {
  const { activeWindows, assignedWindows } = await client.syncWindows(
    application,
    signal,
  );
  const denying = activeWindows.filter(({ kind }) => kind === 'deny');
  const allowing = assignedWindows.filter(({ kind }) => kind === 'allow');
  const isAllowed = activeWindows.some(({ kind }) => kind === 'allow');
  const isShut = allowing.length > 0 && !isAllowed;
  if (denying.length === 0 && !isShut) return undefined;
  const project = await client
    .project(application.project, signal)
    .catch(error => {
      if (error instanceof ArgoCdError) return undefined;
      throw error;
    });
  const windowOf = (listed: ListedWindow) => {
    const found = project?.spec?.syncWindows.find(
      one =>
        one.kind === listed.kind &&
        one.schedule === listed.schedule &&
        one.duration === listed.duration,
    );
    const durationMs = goDuration(found?.duration ?? '');
    return found?.schedule && durationMs !== undefined
      ? {
          schedule: found.schedule,
          durationMs,
          timeZone: found.timeZone || 'UTC',
        }
      : undefined;
  };
  const ends = denying.map(one => endOf(windowOf(one), now));
  if (isShut) ends.push(firstOpening(allowing.map(windowOf), now));
  const until = Math.max(...ends);
  return Number.isFinite(until) ? { until: new Date(until).toISOString() } : {};
}

/**
 * Whether the message of an operation that runs says that a window holds it up. One with
 * `syncOverrun` lets it go on.
 */
export function isHeldByWindow(message: string | undefined): boolean {
  return /^sync operation blocked by sync window/i.test(message ?? '');
}

function endOf(window: Window | undefined, now: number): number {
  return (window && readable(() => openUntil(window, now))) ?? Infinity;
}

function firstOpening(
  windows: readonly (Window | undefined)[],
  now: number,
): number {
  return Math.min(
    ...windows.map(
      window => (window && readable(() => opensNext(window, now))) ?? Infinity,
    ),
  );
}

/** A schedule that can't be read here is left to Argo CD. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
