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

export const { duration, moment, list } = gateFormat('de', {
  units: { days: 'Tg.', hours: 'Std.', minutes: 'Min.', seconds: 's' },
  moment: (date, time) => `${date} um ${time} Uhr`,
  more: count => `${count} weitere`,
});

export const states: Record<DeploymentState, string> = {
  healthy: 'gesund',
  deploying: 'wird deployt',
  waiting: 'wartet',
  suspended: 'pausiert',
  notDeployed: 'nicht deployt',
  outOfSync: 'nicht synchron',
  unknown: 'unbekannt',
  degraded: 'beeinträchtigt',
  failed: 'fehlgeschlagen',
};

export function whyUnhealthy({
  state,
  ...deployment
}: DeploymentReason): string {
  const reason = reasonOf(deployment, 'de');
  return reason ? `: ${reason}` : ` (${states[state]}).`;
}

export function pull(
  { pullRequest }: NamedPullRequest,
  otherwise: string,
): string {
  return pullRequest ?? otherwise;
}

export function nameOf(window: NamedSyncWindow): string {
  const { description, schedule, duration: length, timeZone } = window;
  const name = description ?? `Sync Window ${schedule}, ${length}`;
  return timeZone ? `${name}, ${timeZone}` : name;
}

/** ` bis Montag, 23. November um 08:00 Uhr`, where that and the time zone are known. */
export function until(
  at: string | undefined,
  timeZone: string | undefined,
): string {
  return at && timeZone ? ` bis ${moment(at, timeZone)}` : '';
}

export function keyNames(keys: readonly string[]): string {
  return list(
    keys.map(key =>
      key === ALL_KEYS ? '* (alles aus einem Eintrag im Secret-Store)' : key,
    ),
  );
}

export function place(
  environment: string,
  applications: readonly string[],
): string {
  return applications.length > 0
    ? `${environment} (${list(applications)})`
    : environment;
}

export function healthyFor({
  source,
  healthyForMs,
  requiredMs,
}: GateReasonParams['soaked']): string {
  return ended(
    `In ${source} ${duration(
      healthyForMs,
    )} lang gesund, erforderlich: ${duration(requiredMs)}`,
  );
}

/** An abbreviation at the end of a sentence has its full stop already. */
export function ended(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

/** ` 2 Tg. lang`, where that is known. */
export function lasted(ms: number | undefined): string {
  return ms === undefined ? '' : ` ${duration(ms)} lang`;
}

/** A sentence, where there are any. */
export function otherFreezes(others: readonly OtherFreeze[] = []): string {
  return others.length > 0
    ? ` Weitere Freezes: ${list(others.map(one => one.name))}.`
    : '';
}

/** A sentence, where there are any. */
export function otherWindows(others: readonly NamedSyncWindow[] = []): string {
  return others.length > 0
    ? ` Weitere Sync Windows, die das verbieten: ${list(others.map(nameOf))}.`
    : '';
}

/** A sentence, where there are any. */
export function unreadableKeys(keys: readonly string[] = []): string {
  return keys.length > 0
    ? ` Nicht aus dem Secret-Store lesen ${
        keys.length === 1 ? 'lässt' : 'lassen'
      } sich ${keyNames(keys)}.`
    : '';
}
