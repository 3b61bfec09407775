import type {
  EnvironmentDeployment,
  FreezeOfPerson,
  OtherFreeze,
} from 'backstage-plugin-gitops-common';
import type { Gate, GateVerdict } from 'backstage-plugin-gitops-node';
import type { Freeze } from '../../environments/PromotionSettings';
import { openUntil, opensNext } from '../../argocd/window';
import { isEverything, isOver, StoredFreeze } from '../freezes/StoredFreeze';
import { block, GateContext, pass, warn } from './Gate';
import { configuredFreezeId, freezesIn } from './overrides';

const SOON_MS = 60 * 60_000;

/** What it judges by: a workflow that moves versions is judged alike. */
export type FreezeFacts = Pick<
  GateContext,
  'settings' | 'freezes' | 'kind' | 'now' | 'service' | 'overridden'
> & { readonly target: Pick<EnvironmentDeployment, 'title'> };

interface Found extends OtherFreeze {
  readonly hasBegun: boolean;
  tell(others: { others?: OtherFreeze[] }): GateVerdict;
}

/**
 * Blocks while the target is frozen, and within the hour before: by somebody at run time, or by the
 * configuration. It tells of one freeze and names the others, so that
 * somebody who overrides it has seen all of them.
 */
export const freeze: Gate<FreezeFacts> = {
  name: 'freeze',
  check(context) {
    const { settings, freezes, target, kind, overridden = [] } = context;
    const configured = settings?.freezes ?? [];
    if (configured.length === 0 && freezes.length === 0) return undefined;
    // Going back is what one does in an emergency
    const stop = kind === 'rollback' ? warn : block;
    const found = [
      ...[...freezes]
        .sort(lastToEndFirst)
        .flatMap(one => byPerson(one, stop, context) ?? []),
      ...configured.flatMap(one => byConfiguration(one, stop, context) ?? []),
    ].sort((a, b) => Number(b.hasBegun) - Number(a.hasBegun));
    const known = overridden.flatMap(freezesIn);
    const unseen = found.filter(({ id }) => !known.includes(id));
    // An override covers the freezes that were seen: only the others stand in the way
    const [first, ...others] = unseen.length > 0 ? unseen : found;
    if (!first) return pass('notFrozen', { environment: target.title });
    return first.tell(
      others.length > 0
        ? { others: others.map(({ id, name }) => ({ id, name })) }
        : {},
    );
  },
};

function byPerson(
  one: StoredFreeze,
  stop: typeof block,
  { now, service, target }: FreezeFacts,
): Found | undefined {
  const { id, from, until, reason, timeZone } = one;
  const by = one.createdBy.name;
  const startsInMs = Date.parse(from) - now;
  if (isOver(one, now) || startsInMs > SOON_MS) return undefined;
  const named: FreezeOfPerson = {
    freeze: id,
    environment: target.title,
    ...(!isEverything(one.services) && { service }),
    ...{ by, reason, timeZone },
  };
  return {
    id,
    name: `${reason} (${by})`,
    hasBegun: startsInMs <= 0,
    tell: others =>
      startsInMs > 0
        ? stop('frozenByPersonSoon', { ...named, ...others, from })
        : stop('frozenByPerson', {
            ...named,
            ...others,
            ...(until && { until }),
          }),
  };
}

function byConfiguration(
  one: Freeze,
  stop: typeof block,
  { now, target }: FreezeFacts,
): Found | undefined {
  const { title, timeZone } = one;
  const endNow = openUntil(one, now);
  const hasBegun = endNow !== undefined;
  const start = hasBegun ? now : opensNext(one, now);
  if (start - now > SOON_MS) return undefined;
  const term = untilOf(endNow ?? openUntil(one, start) ?? Infinity);
  const named = { environment: target.title, title, timeZone, ...term };
  const from = new Date(start).toISOString();
  return {
    id: configuredFreezeId({ title, ...term }),
    name: title,
    hasBegun,
    tell: others =>
      hasBegun
        ? stop('frozen', { ...named, ...others })
        : stop('frozenSoon', { ...named, ...others, from }),
  };
}

function untilOf(end: number): { until?: string } {
  return Number.isFinite(end) ? { until: new Date(end).toISOString() } : {};
}

/** One that somebody has to end lasts longest. */
function lastToEndFirst(a: StoredFreeze, b: StoredFreeze): number {
  const endOf = ({ until }: StoredFreeze) =>
    until === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(until);
  return endOf(b) - endOf(a);
}
