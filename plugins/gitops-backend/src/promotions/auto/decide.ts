import type {
  AutomaticPromotionReason,
  GateReason,
  Transition,
} from 'backstage-plugin-gitops-common';
import { isBeingDeployed } from '../StoredPromotion';
import { Past, stopOfAll, stopOfVersion } from './stopOf';

const MINUTE_MS = 60_000;
/**
 * What waits is looked at so often though nothing has changed: another replica may have been told
 * what ended it, and have died. It reads the memory and the database alone.
 */
export const LOOK_MS = 10 * MINUTE_MS;
/** What ends at a moment has ended for sure a little later. */
const AFTER_MS = 1_000;

/** What is known without asking a Git host. */
export interface AutoFacts extends Past {
  /** What the gates say that judge by what is in memory */
  readonly transition: Pick<Transition, 'state' | 'reason'>;
  /** What runs in the source */
  readonly version: string | null;
  /** Titles of the environments */
  readonly source: string;
  readonly environment: string;
  /** Whether the Applications of both environments are the service's own, and nobody else's */
  readonly isOwn: boolean;
  /** In milliseconds since the epoch */
  readonly now: number;
}

export interface Decision {
  readonly reason: AutomaticPromotionReason;
  /** When to decide again although nothing has changed; undefined if time changes nothing */
  readonly lookInMs?: number;
}

/** Whether a version is to be planned and requested now. Pure. */
export function decide(facts: AutoFacts): Decision {
  const { transition, version, source, environment, isOwn, now } = facts;
  if (!isOwn) return { reason: { code: 'ownerUnclear', params: {} } };
  const stop = stopOfAll(facts, environment);
  const otherwise: AutomaticPromotionReason = stop ?? {
    code: 'followsSource',
    params: { source },
  };
  if (transition.state === 'nothing' || version === null)
    return { reason: otherwise };
  // One at a time: what is on its way is left alone, also where a person has requested it, or has
  // merged it after another one took its place
  const isUnderWay =
    transition.state === 'underWay' ||
    facts.past.some(({ state }) => isBeingDeployed(state));
  if (isUnderWay) return { reason: otherwise, lookInMs: LOOK_MS };
  const ofVersion = stop ?? stopOfVersion(facts, version, environment);
  if (ofVersion) return { reason: ofVersion, lookInMs: LOOK_MS };
  if (transition.state === 'waiting')
    return { reason: otherwise, lookInMs: endsInMs(transition.reason, now) };
  return { reason: { code: 'ready', params: { version } } };
}

/** When a gate may let it through, as far as it says so. */
export function endsInMs(reason: GateReason | null, now: number): number {
  const params = (reason?.params ?? {}) as {
    until?: string;
    healthyForMs?: number;
    requiredMs?: number;
  };
  const { until, healthyForMs, requiredMs } = params;
  const inMs =
    healthyForMs !== undefined && requiredMs !== undefined
      ? requiredMs - healthyForMs
      : Date.parse(until ?? '') - now;
  return inMs >= 0 ? Math.min(LOOK_MS, inMs + AFTER_MS) : LOOK_MS;
}
