import type { GateVerdict } from 'backstage-plugin-gitops-node';
import type { Freeze } from '../../environments/PromotionSettings';
import { openUntil, opensNext } from '../../argocd/window';
import { block, Gate, pass, warn } from './Gate';

const SOON_MS = 60 * 60_000;

/** Blocks while a configured freeze of the target lasts, and within the hour before it. */
export const freeze: Gate = {
  name: 'freeze',
  check({ settings, target, now, kind }) {
    if (!settings || settings.freezes.length === 0) return undefined;
    const environment = target.title;
    // Going back is what one does in an emergency
    const stop = kind === 'rollback' ? warn : block;
    for (const one of settings.freezes) {
      const verdict = verdictOn(one, { environment, now, stop });
      if (verdict) return verdict;
    }
    return pass('notFrozen', { environment });
  },
};

function verdictOn(
  one: Freeze,
  options: { environment: string; now: number; stop: typeof block },
): GateVerdict | undefined {
  const { now, environment, stop } = options;
  const named = { environment, title: one.title, timeZone: one.timeZone };
  const end = openUntil(one, now);
  if (end !== undefined) return stop('frozen', { ...named, ...untilOf(end) });
  const start = opensNext(one, now);
  if (start - now > SOON_MS) return undefined;
  return stop('frozenSoon', { ...named, from: new Date(start).toISOString() });
}

function untilOf(end: number): { until?: string } {
  return Number.isFinite(end) ? { until: new Date(end).toISOString() } : {};
}
