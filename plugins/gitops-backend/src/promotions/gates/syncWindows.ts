import type {
  GateAnswer,
  NamedSyncWindow,
  OtherSyncWindows,
} from 'backstage-plugin-gitops-common';
import type { GateVerdict } from 'backstage-plugin-gitops-node';
import {
  goDuration,
  openUntil,
  opensNext,
  SyncWindow,
  Window,
} from '../../argocd/window';
import { block, Gate, pass, warn } from './Gate';
import { windowsIn } from './overrides';

const SOON_MS = 60 * 60_000;

/**
 * Blocks while Argo CD would not sync the target by itself, and within the hour before: a merge
 * would then wait, unseen. It tells of one reason and names the other windows, so that somebody who
 * overrides it has seen all of them.
 */
export const syncWindows: Gate = {
  name: 'sync-windows',
  check({ syncWindows: read, target, now, kind, overridden = [] }) {
    if ('unreadable' in read)
      return warn('syncWindowsUnreadable', { detail: read.unreadable });
    if (read.value.flat().length === 0) return undefined;
    const environment = target.title;
    const stop = kind === 'rollback' ? warn : block;
    const options = { environment, now, stop };
    // A window that lets one Application sync says nothing about another
    const found = [notAllowedNow, deniedNow, deniedSoon].flatMap(rule =>
      read.value.flatMap(windows => rule(windows, options)),
    );
    const ids = found.map(idOf);
    const stops = found.filter((one, at) => ids.indexOf(idOf(one)) === at);
    const known = overridden.flatMap(idsIn);
    const unseen = stops.filter(one => !known.includes(idOf(one)));
    // An override covers the windows that were seen: only the others stand in the way
    const [first, ...others] = unseen.length > 0 ? unseen : stops;
    if (first) {
      const windows = others.flatMap(({ window }) => window ?? []);
      return first.tell(windows.length > 0 ? { others: windows } : {});
    }
    const [ending] = read.value.flatMap(
      windows => allowedUntil(windows, options) ?? [],
    );
    return ending ?? pass('syncAllowed', { environment });
  },
};

interface RuleOptions {
  environment: string;
  now: number;
  /** How a rule says that Argo CD would not sync */
  stop: typeof block;
}

/** Why Argo CD would not sync. */
interface Stop {
  /** The one that denies it; undefined outside of all that allow it */
  readonly window?: NamedSyncWindow;
  tell(others: OtherSyncWindows): GateVerdict;
}

function idOf({ window }: Pick<Stop, 'window'>): string {
  return JSON.stringify(window ?? 'notAllowed');
}

/** Ids of all that an answer tells of. */
function idsIn(answer: GateAnswer): string[] {
  const isNotAllowed = answer.code === 'syncNotAllowed';
  const windows = windowsIn(answer).map(window => idOf({ window }));
  return isNotAllowed ? [idOf({}), ...windows] : windows;
}

function deniedNow(
  windows: readonly SyncWindow[],
  { environment, now, stop }: RuleOptions,
): Stop[] {
  return windows.flatMap(one => {
    if (one.kind !== 'deny' || !one.isActive) return [];
    const named = nameOf(one);
    const window = windowOf(one);
    const end = window && openUntil(window, now);
    const until = end !== undefined &&
      Number.isFinite(end) && { until: new Date(end).toISOString() };
    return {
      window: named,
      tell: others =>
        stop('syncDenied', { environment, window: named, ...until, ...others }),
    };
  });
}

function notAllowedNow(
  windows: readonly SyncWindow[],
  { environment, now, stop }: RuleOptions,
): Stop[] {
  const allowing = windows.filter(one => one.kind === 'allow');
  if (allowing.length === 0 || allowing.some(one => one.isActive)) return [];
  const [first] = allowing
    .flatMap(one => {
      const window = windowOf(one);
      return window ? [{ at: opensNext(window, now), window }] : [];
    })
    .sort((a, b) => a.at - b.at);
  const next = first && {
    next: {
      from: new Date(first.at).toISOString(),
      timeZone: first.window.timeZone,
    },
  };
  return [
    {
      tell: others =>
        stop('syncNotAllowed', { environment, ...next, ...others }),
    },
  ];
}

function deniedSoon(
  windows: readonly SyncWindow[],
  { environment, now, stop }: RuleOptions,
): Stop[] {
  return windows.flatMap(one => {
    const window = one.kind === 'deny' && !one.isActive && windowOf(one);
    if (!window) return [];
    const start = opensNext(window, now);
    if (start - now > SOON_MS) return [];
    const named = nameOf(one);
    const from = new Date(start).toISOString();
    return {
      window: named,
      tell: others =>
        stop('syncDeniedSoon', { environment, window: named, from, ...others }),
    };
  });
}

/** The windows that allow it now all end within the hour, and none goes on from there. */
function allowedUntil(
  windows: readonly SyncWindow[],
  { environment, now }: RuleOptions,
): GateVerdict | undefined {
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
  if (goesOn || !found || !Number.isFinite(last)) return undefined;
  return warn('syncAllowedUntil', {
    environment,
    until: new Date(last).toISOString(),
    timeZone: found.timeZone,
  });
}

function nameOf({
  description,
  schedule,
  duration,
  timeZone,
}: SyncWindow): NamedSyncWindow {
  return {
    schedule,
    duration,
    ...(description === undefined ? {} : { description }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

/** Undefined where its start isn't known: without its time zone, or with an invalid schedule. */
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
