import type { DeploymentState } from 'backstage-plugin-gitops-common';
import type { Artifacts } from '../promotions/plan/moves';
import type { VersionRan } from '../promotions/plan/VersionHistory';

/** How far Argo CD's clock may be off. */
const CLOCKS_DIFFER_MS = 60_000;

/** A version that was seen to run of an Application, as it is recorded. */
export interface VersionRun extends VersionRan {
  readonly service?: string;
  /** The last change that Argo CD told of when it was seen last */
  readonly changedAt?: string;
}

/** What is seen of an Application at one moment. */
export interface Sighting {
  readonly application: string;
  readonly instance: string;
  readonly service?: string;
  readonly environment: string;
  /** Absent where nothing runs */
  readonly version?: string;
  /** Absent where it is the state of another version, which is to come */
  readonly state?: DeploymentState;
  readonly isHealthy: boolean;
  /** What runs; absent where it is not healthy, or another version is to come */
  readonly artifacts?: Artifacts;
  /** Since when it is healthy, or is not, as Argo CD tells */
  readonly since?: string;
  /** When it was seen, by our clock */
  readonly at: string;
  /** The last change that Argo CD tells of: it orders what replicas see */
  readonly changedAt?: string;
}

/** A time in which nobody watched an instance. ISO 8601 */
export interface Gap {
  readonly from: string;
  readonly to: string;
}

/** What becomes of the last run of an Application, and the run that begins. */
export interface Advance {
  readonly last?: VersionRun;
  readonly begun?: VersionRun;
}

/**
 * The runs after a sighting; undefined where it changes nothing. Never says more than was seen:
 * what was replaced while nobody watched is known to have run until then.
 *
 * @param gap - the last one of the instance
 */
export function advance(
  last: VersionRun | undefined,
  sighting: Sighting,
  gap: Gap | undefined,
): Advance | undefined {
  if (last && isOutdated(sighting, last)) return undefined;
  if (last && last.version === sighting.version) {
    const next = continued(last, sighting);
    return isSameRun(last, next) ? undefined : { last: next };
  }
  const begun = begin(sighting);
  if (!last) return begun && { begun };
  const seenUntil = begun?.since ?? sighting.at;
  const until = latest(
    last.since,
    gap && isIn(gap, sighting) ? earliest(gap.from, seenUntil) : seenUntil,
  );
  const healthyUntil =
    last.healthySince &&
    (last.healthyUntil ?? latest(last.healthySince, until));
  return { last: { ...last, until, healthyUntil }, begun };
}

/** A replica that lags behind, or writes later, tells what is over. */
function isOutdated({ changedAt }: Sighting, last: VersionRun): boolean {
  return (
    changedAt !== undefined &&
    last.changedAt !== undefined &&
    Date.parse(changedAt) < Date.parse(last.changedAt)
  );
}

/** Whether what is seen came about in a gap. */
function isIn(gap: Gap, { changedAt, at }: Sighting): boolean {
  const time = Date.parse(changedAt ?? at);
  return (
    time >= Date.parse(gap.from) - CLOCKS_DIFFER_MS &&
    time <= Date.parse(gap.to) + CLOCKS_DIFFER_MS
  );
}

function continued(last: VersionRun, sighting: Sighting): VersionRun {
  const { state = last.state, changedAt = last.changedAt } = sighting;
  const { artifacts = last.artifacts } = sighting;
  const next = { ...last, state, changedAt, artifacts };
  if (!sighting.isHealthy) {
    if (!last.healthySince || last.healthyUntil) return next;
    const until = sighting.since ?? sighting.at;
    return { ...next, healthyUntil: latest(last.healthySince, until) };
  }
  const isLasting = last.healthySince && !last.healthyUntil;
  const since = sighting.since ?? (isLasting ? undefined : sighting.at);
  return since
    ? { ...next, healthySince: since, healthyUntil: undefined }
    : next;
}

function begin(sighting: Sighting): VersionRun | undefined {
  const { application, service, environment, version, at } = sighting;
  if (version === undefined) return undefined;
  const since = sighting.isHealthy ? sighting.since ?? at : at;
  return {
    application,
    service,
    environment,
    version,
    state: sighting.state ?? 'unknown',
    since,
    healthySince: sighting.isHealthy ? since : undefined,
    artifacts: sighting.artifacts,
    changedAt: sighting.changedAt,
  };
}

function isSameRun(a: VersionRun, b: VersionRun): boolean {
  return (
    a.state === b.state &&
    isSameTime(a.healthySince, b.healthySince) &&
    isSameTime(a.healthyUntil, b.healthyUntil) &&
    isSameTime(a.changedAt, b.changedAt) &&
    JSON.stringify(a.artifacts) === JSON.stringify(b.artifacts)
  );
}

function isSameTime(a: string | undefined, b: string | undefined): boolean {
  return a === b || (!!a && !!b && Date.parse(a) === Date.parse(b));
}

function latest(a: string, b: string): string {
  return Date.parse(a) > Date.parse(b) ? a : b;
}

function earliest(a: string, b: string): string {
  return Date.parse(a) < Date.parse(b) ? a : b;
}
