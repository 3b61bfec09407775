import { reasonOf } from '../causes/reasonOf';
import { ALL_KEYS, DeploymentState } from '../constants';
import { gateFormat } from './format';
import type {
  DeploymentReason,
  GateReasonParams,
  NamedPullRequest,
  NamedSyncWindow,
  OtherFreeze,
} from './GateReason';

/** Parts that several sentences share. */

export const { duration, moment, list } = gateFormat('en-GB', {
  units: { days: 'd', hours: 'h', minutes: 'min', seconds: 's' },
  moment: (date, time) => `${date} at ${time}`,
  more: count => `${count} more`,
});

export const states: Record<DeploymentState, string> = {
  healthy: 'healthy',
  deploying: 'deploying',
  waiting: 'waiting',
  suspended: 'suspended',
  notDeployed: 'not deployed',
  outOfSync: 'out of sync',
  unknown: 'unknown',
  degraded: 'degraded',
  failed: 'failed',
};

export const are = (items: readonly unknown[]) =>
  items.length === 1 ? 'is' : 'are';

export function whyUnhealthy({
  state,
  ...deployment
}: DeploymentReason): string {
  const reason = reasonOf(deployment, 'en');
  return reason ? `: ${reason}` : ` (${states[state]}).`;
}

export function pull({ pullRequest }: NamedPullRequest): string {
  return pullRequest ?? 'its pull request';
}

export function nameOf(window: NamedSyncWindow): string {
  const { description, schedule, duration: length, timeZone } = window;
  const name = description ?? `sync window ${schedule}, ${length}`;
  return timeZone ? `${name}, ${timeZone}` : name;
}

/** ` until Monday 23 November at 08:00`, where that and the time zone are known. */
export function until(
  at: string | undefined,
  timeZone: string | undefined,
): string {
  return at && timeZone ? ` until ${moment(at, timeZone)}` : '';
}

export function keyNames(keys: readonly string[]): string {
  const names = list(
    keys.map(key =>
      key === ALL_KEYS ? '* (everything in a store entry)' : key,
    ),
  );
  return `Secret ${keys.length === 1 ? 'key' : 'keys'} ${names}`;
}

export function place(
  environment: string,
  applications: readonly string[],
): string {
  return applications.length > 0
    ? `${environment} (${list(applications)})`
    : environment;
}

export function required(ms: number): string {
  const text = duration(ms);
  return `${text} ${/^1 \S+$/.test(text) ? 'is' : 'are'} required`;
}

export function healthyFor({
  source,
  healthyForMs,
  requiredMs,
}: GateReasonParams['soaked']): string {
  return `Healthy in ${source} for ${duration(healthyForMs)}, ${required(
    requiredMs,
  )}.`;
}

/** ` for 2 d`, where that is known. */
export function lasted(ms: number | undefined): string {
  return ms === undefined ? '' : ` for ${duration(ms)}`;
}

/** A sentence, where there are any. */
export function otherFreezes(others: readonly OtherFreeze[] = []): string {
  return others.length > 0
    ? ` Further freezes: ${list(others.map(one => one.name))}.`
    : '';
}

/** A sentence, where there are any. */
export function otherWindows(others: readonly NamedSyncWindow[] = []): string {
  return others.length > 0
    ? ` Further sync windows that deny it: ${list(others.map(nameOf))}.`
    : '';
}

/** A sentence, where there are any. */
export function unreadableKeys(
  keys: readonly string[] | undefined,
  environment: string,
): string {
  return keys && keys.length > 0
    ? ` ${keyNames(keys)} can't be read from the store of ${environment}.`
    : '';
}
