import { block, Gate, pass, warn } from './Gate';
import {
  goDuration,
  openUntil,
  opensNext,
  SyncWindow,
  Window,
} from '../../argocd/window';
import { moment } from './words';

const SOON_MS = 60 * 60_000;

/** Blocks while Argo CD would not sync the target on its own, and within the hour before: a merge would then wait, unseen. */
export const syncWindows: Gate = {
  name: 'sync-windows',
  check({ syncWindows: read, target, now, kind }) {
    if ('unreadable' in read)
      return warn(
        `Argo CD's sync windows can't be read (${read.unreadable}): the merge may have to wait for one.`,
      );
    if (read.value.flat().length === 0) return undefined;
    const { title } = target;
    // A window that lets one Application sync says nothing of another
    const sentences = (...rules: Rule[]) =>
      rules.flatMap(say =>
        read.value.flatMap(windows => say(windows, title, now) ?? []),
      );
    const [denied] = sentences(deniedNow, notAllowedNow, deniedSoon);
    if (denied) return kind === 'rollback' ? warn(denied) : block(denied);
    const [ends] = sentences(allowedUntil);
    return ends
      ? warn(ends)
      : pass(`Argo CD's sync windows let ${title} sync now.`);
  },
};

type Rule = (
  windows: readonly SyncWindow[],
  environment: string,
  now: number,
) => string | undefined;

function deniedNow(
  windows: readonly SyncWindow[],
  environment: string,
  now: number,
): string | undefined {
  const active = windows.find(one => one.kind === 'deny' && one.isActive);
  if (!active) return undefined;
  const window = windowOf(active);
  const end = window && openUntil(window, now);
  const until =
    window && end !== undefined && Number.isFinite(end)
      ? ` until ${moment(end, now, window.timeZone)}`
      : '';
  return `Argo CD does not sync ${environment}${until} (${nameOf(active)}).`;
}

function notAllowedNow(
  windows: readonly SyncWindow[],
  environment: string,
  now: number,
): string | undefined {
  const allowing = windows.filter(one => one.kind === 'allow');
  if (allowing.length === 0 || allowing.some(one => one.isActive))
    return undefined;
  const next = allowing
    .flatMap(one => {
      const window = windowOf(one);
      return window ? [{ at: opensNext(window, now), window }] : [];
    })
    .sort((a, b) => a.at - b.at)[0];
  const when = next
    ? `, the next from ${moment(next.at, now, next.window.timeZone)} (${
        next.window.timeZone
      })`
    : '';
  return `Argo CD syncs ${environment} on its own only in certain windows${when}.`;
}

function deniedSoon(
  windows: readonly SyncWindow[],
  environment: string,
  now: number,
): string | undefined {
  for (const one of windows) {
    const window = one.kind === 'deny' && !one.isActive && windowOf(one);
    if (!window) continue;
    const start = opensNext(window, now);
    if (start - now <= SOON_MS)
      return `Argo CD will not sync ${environment} from ${moment(
        start,
        now,
        window.timeZone,
      )} on (${nameOf(one)}).`;
  }
  return undefined;
}

/** The windows that allow it now all end within the hour, and none goes on from there. */
function allowedUntil(
  windows: readonly SyncWindow[],
  environment: string,
  now: number,
): string | undefined {
  const allowing = windows.filter(one => one.kind === 'allow');
  const open = allowing.filter(one => one.isActive);
  const ends = open.map(one => {
    const window = windowOf(one);
    return { window, end: window ? openUntil(window, now) : undefined };
  });
  const last = Math.max(...ends.map(({ end }) => end ?? Infinity));
  if (last - now > SOON_MS) return undefined;
  const goesOn = allowing
    .flatMap(one => windowOf(one) ?? [])
    .some(window => {
      const start = opensNext(window, now);
      return start <= last && start + window.durationMs > now + SOON_MS;
    });
  const found = ends.find(({ end }) => end === last)?.window;
  if (goesOn || !found) return undefined;
  return `Argo CD syncs ${environment} on its own only until ${moment(
    last,
    now,
    found.timeZone,
  )} (${found.timeZone}): what is merged later waits.`;
}

function nameOf({ description, schedule, duration, timeZone }: SyncWindow) {
  const name = description ?? `sync window ${schedule}, ${duration}`;
  return timeZone ? `${name}, ${timeZone}` : name;
}

/** Undefined where it can't be told when it begins: without its time zone, or where the schedule is none. */
function windowOf({
  schedule,
  duration,
  timeZone,
}: SyncWindow): Window | undefined {
  const durationMs = goDuration(duration);
  if (timeZone === undefined || durationMs === undefined) return undefined;
  const window = { schedule, durationMs, timeZone };
  try {
    opensNext(window, 0);
    return window;
  } catch {
    return undefined;
  }
}
