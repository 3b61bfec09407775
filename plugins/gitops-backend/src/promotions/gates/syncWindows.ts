import type { NamedSyncWindow } from 'backstage-plugin-gitops-common';
import type { GateVerdict } from 'backstage-plugin-gitops-node';
import {
  goDuration,
  openUntil,
  opensNext,
  SyncWindow,
  Window,
} from '../../argocd/window';
import { block, Gate, pass, warn } from './Gate';

const SOON_MS = 60 * 60_000;

/**
 * Blocks while Argo CD would not sync the target by itself, and within the hour before: a merge
 * would then wait, unseen.
 */
export const syncWindows: Gate = {
  name: 'sync-windows',
  check({ syncWindows: read, target, now, kind }) {
    if ('unreadable' in read)
      return warn('syncWindowsUnreadable', { detail: read.unreadable });
    if (read.value.flat().length === 0) return undefined;
    const environment = target.title;
    const stop = kind === 'rollback' ? warn : block;
    // A window that lets one Application sync says nothing about another
    for (const rule of [deniedNow, notAllowedNow, deniedSoon, allowedUntil]) {
      for (const windows of read.value) {
        const verdict = rule(windows, { environment, now, stop });
        if (verdict) return verdict;
      }
    }
    return pass('syncAllowed', { environment });
  },
};

interface RuleOptions {
  environment: string;
  now: number;
  /** How a rule says that Argo CD would not sync */
  stop: typeof block;
}

function deniedNow(
  windows: readonly SyncWindow[],
  { environment, now, stop }: RuleOptions,
): GateVerdict | undefined {
  const active = windows.find(one => one.kind === 'deny' && one.isActive);
  if (!active) return undefined;
  const window = windowOf(active);
  const end = window && openUntil(window, now);
  return stop('syncDenied', {
    environment,
    window: nameOf(active),
    ...(end !== undefined && Number.isFinite(end)
      ? { until: new Date(end).toISOString() }
      : {}),
  });
}

function notAllowedNow(
  windows: readonly SyncWindow[],
  { environment, now, stop }: RuleOptions,
): GateVerdict | undefined {
  const allowing = windows.filter(one => one.kind === 'allow');
  if (allowing.length === 0 || allowing.some(one => one.isActive))
    return undefined;
  const [next] = allowing
    .flatMap(one => {
      const window = windowOf(one);
      return window ? [{ at: opensNext(window, now), window }] : [];
    })
    .sort((a, b) => a.at - b.at);
  return stop('syncNotAllowed', {
    environment,
    ...(next
      ? {
          next: {
            from: new Date(next.at).toISOString(),
            timeZone: next.window.timeZone,
          },
        }
      : {}),
  });
}

function deniedSoon(
  windows: readonly SyncWindow[],
  { environment, now, stop }: RuleOptions,
): GateVerdict | undefined {
  for (const one of windows) {
    const window = one.kind === 'deny' && !one.isActive && windowOf(one);
    if (!window) continue;
    const start = opensNext(window, now);
    if (start - now <= SOON_MS)
      return stop('syncDeniedSoon', {
        environment,
        window: nameOf(one),
        from: new Date(start).toISOString(),
      });
  }
  return undefined;
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
