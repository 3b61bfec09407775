import { Application } from '../Application';
import { isObject, JsonObject, listAt, Manifest, textAt } from '../Json';
import { durationMs } from './Sync';

export interface SyncWindows {
  assigned: JsonObject[];
  active: JsonObject[];
  /** About a sync by hand; automatic ones: `allowsAutomatic` */
  canSync: boolean;
  allowsAutomatic: boolean;
}

/** Sync windows of a project that concern an Application, and what they allow at a time. */
export function syncWindowsOf(
  application: Application,
  project: Manifest | undefined,
  now: number,
): SyncWindows {
  const assigned = listAt(project, 'spec', 'syncWindows')
    .filter(isObject)
    .filter(window => concerns(window, application));
  const active = assigned.filter(window => isActive(window, now));
  const isManual = (window: JsonObject) => window.manualSync === true;
  const denies = active.filter(window => window.kind === 'deny');
  const allows = assigned.filter(window => window.kind === 'allow');
  const activeAllows = active.filter(window => window.kind === 'allow');
  return {
    assigned,
    active,
    allowsAutomatic:
      denies.length === 0 && (allows.length === 0 || activeAllows.length > 0),
    canSync:
      denies.length > 0
        ? denies.every(isManual)
        : allows.length === 0 ||
          activeAllows.length > 0 ||
          allows.every(isManual),
  };
}

function concerns(window: JsonObject, application: Application): boolean {
  const matches = (key: string, value: string | undefined) =>
    listAt(window, key).some(pattern =>
      globOf(String(pattern)).test(value ?? ''),
    );
  const { destination } = application.spec;
  return (
    matches('applications', application.metadata.name) ||
    matches('namespaces', destination.namespace) ||
    matches('clusters', destination.server ?? destination.name)
  );
}

function globOf(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
  );
}

/** True where the schedule struck less than the window's duration ago. */
export function isActive(window: JsonObject, now: number): boolean {
  const fields = (textAt(window, 'schedule') ?? '').trim().split(/\s+/);
  if (fields.length !== 5) return false;
  const minutes = Math.floor(
    durationMs(textAt(window, 'duration') ?? '0s') / 60_000,
  );
  const local = now + offsetMs(textAt(window, 'timeZone'), now);
  const start = Math.floor(local / 60_000);
  for (let back = 0; back < minutes; back++) {
    const time = new Date((start - back) * 60_000);
    const values = [
      time.getUTCMinutes(),
      time.getUTCHours(),
      time.getUTCDate(),
      time.getUTCMonth() + 1,
      time.getUTCDay(),
    ];
    if (fields.every((field, i) => matchesField(field, values[i], i)))
      return true;
  }
  return false;
}

function matchesField(field: string, value: number, index: number): boolean {
  return field.split(',').some(part => {
    const [range, step = '1'] = part.split('/');
    const [low, high = range.includes('*') || part.includes('/') ? '59' : low] =
      range.split('-');
    const first = index === 2 || index === 3 ? 1 : 0;
    const from = low === '*' ? first : Number(low);
    const to = range === '*' ? 59 : Number(high);
    return value >= from && value <= to && (value - from) % Number(step) === 0;
  });
}

function offsetMs(timeZone: string | undefined, now: number): number {
  if (!timeZone || timeZone === 'UTC') return 0;
  const minute = Math.floor(now / 60_000) * 60_000;
  const there = new Date(minute).toLocaleString('sv-SE', { timeZone });
  return Date.parse(`${there.replace(' ', 'T')}Z`) - minute;
}
