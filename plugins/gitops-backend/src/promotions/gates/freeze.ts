import type {
  EnvironmentDeployment,
  FreezeOfPerson,
} from 'backstage-plugin-gitops-common';
import type { Gate, GateVerdict } from 'backstage-plugin-gitops-node';
import type { Freeze } from '../../environments/PromotionSettings';
import { openUntil, opensNext } from '../../argocd/window';
import { isEverything, isOver, StoredFreeze } from '../freezes/StoredFreeze';
import { block, GateContext, pass, refuse, warn } from './Gate';

const SOON_MS = 60 * 60_000;

/** What it judges by: a workflow that moves versions is judged alike. */
export type FreezeFacts = Pick<
  GateContext,
  'settings' | 'freezes' | 'kind' | 'now' | 'service' | 'overriddenAt'
> & { readonly target: Pick<EnvironmentDeployment, 'title'> };

interface Found {
  readonly verdict: GateVerdict;
  readonly hasBegun: boolean;
  /** Nobody saw it when the gate was overridden */
  readonly isUnseen?: boolean;
}

/**
 * Blocks while the target is frozen, and within the hour before: by somebody at run time, or by the
 * configuration.
 */
export const freeze: Gate<FreezeFacts> = {
  name: 'freeze',
  check(context) {
    const { settings, freezes, target, kind } = context;
    const configured = settings?.freezes ?? [];
    if (configured.length === 0 && freezes.length === 0) return undefined;
    // Going back is what one does in an emergency
    const stop = kind === 'rollback' ? warn : block;
    const found = [
      ...[...freezes]
        .sort(lastToEndFirst)
        .flatMap(one => byPerson(one, stop, context) ?? []),
      ...configured.flatMap(one => byConfiguration(one, stop, context) ?? []),
    ];
    const first =
      found.find(({ isUnseen }) => isUnseen) ??
      found.find(({ hasBegun }) => hasBegun) ??
      found[0];
    return first?.verdict ?? pass('notFrozen', { environment: target.title });
  },
};

function byPerson(
  one: StoredFreeze,
  kindOfStop: typeof block,
  { now, service, target, overriddenAt }: FreezeFacts,
): Found | undefined {
  const { from, until } = one;
  // Who overrode a freeze did not override the one of an incident that came after it
  const isUnseen =
    kindOfStop === block &&
    overriddenAt !== undefined &&
    wasUnseenAt(Date.parse(overriddenAt), one);
  const stop = isUnseen ? refuse : kindOfStop;
  const startsInMs = Date.parse(from) - now;
  if (isOver(one, now) || startsInMs > SOON_MS) return undefined;
  const named: FreezeOfPerson = {
    freeze: one.id,
    environment: target.title,
    ...(!isEverything(one.services) && { service }),
    by: one.createdBy.name,
    reason: one.reason,
    timeZone: one.timeZone,
  };
  return startsInMs > 0
    ? {
        verdict: stop('frozenByPersonSoon', { ...named, from }),
        hasBegun: false,
        isUnseen,
      }
    : {
        verdict: stop('frozenByPerson', { ...named, ...(until && { until }) }),
        hasBegun: true,
        isUnseen,
      };
}

function byConfiguration(
  one: Freeze,
  stop: typeof block,
  { now, target }: FreezeFacts,
): Found | undefined {
  const { title, timeZone } = one;
  const named = { environment: target.title, title, timeZone };
  const end = openUntil(one, now);
  if (end !== undefined)
    return {
      verdict: stop('frozen', { ...named, ...untilOf(end) }),
      hasBegun: true,
    };
  const start = opensNext(one, now);
  if (start - now > SOON_MS) return undefined;
  const from = new Date(start).toISOString();
  return { verdict: stop('frozenSoon', { ...named, from }), hasBegun: false };
}

function untilOf(end: number): { until?: string } {
  return Number.isFinite(end) ? { until: new Date(end).toISOString() } : {};
}

/** Made after it, or not yet told of at that time. */
function wasUnseenAt(time: number, { createdAt, from }: StoredFreeze): boolean {
  return Date.parse(createdAt) > time || Date.parse(from) - time > SOON_MS;
}

/** One that somebody has to end lasts longest. */
function lastToEndFirst(a: StoredFreeze, b: StoredFreeze): number {
  const endOf = ({ until }: StoredFreeze) =>
    until === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(until);
  return endOf(b) - endOf(a);
}
