import { CronExpressionParser } from 'cron-parser';
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
  const struck = CronExpressionParser.parse(textAt(window, 'schedule') ?? '', {
    currentDate: now + 1,
    tz: textAt(window, 'timeZone') ?? 'UTC',
  }).prev();
  return (
    now < struck.getTime() + durationMs(textAt(window, 'duration') ?? '0s')
  );
}
