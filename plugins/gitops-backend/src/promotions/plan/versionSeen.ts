import type {
  ApplicationDeployment,
  DeploymentState,
  EnvironmentDeployment,
} from 'backstage-plugin-gitops-common';
import type { Artifacts } from './moves';
import type { VersionRan } from './VersionHistory';

/** What is known of a version in an environment. Times are ISO 8601. */
export interface VersionSeen {
  /** Whether at least one Application runs it now, as far as is known */
  readonly isRunning: boolean;
  /** What it consisted of when it was healthy; undefined where it was never seen healthy */
  readonly artifacts?: Artifacts;
  /**
   * For how long it was healthy without a break, in the Application where that was shortest, in
   * milliseconds; undefined where one of them was not seen with it
   */
  readonly healthyForMs?: number;
  /** Until when it ran; undefined while it runs, and where that is not known */
  readonly until?: string;
  /** The last state that was its own */
  readonly state?: DeploymentState;
}

/**
 * What is known of a version in an environment, from what runs now and from what was seen before. A
 * version that was replaced keeps the time that it was healthy for.
 *
 * @param runs - of the environment's Applications, the last begun first
 * @param now - milliseconds since the epoch
 */
export function versionSeen(
  { environment, applications, versions }: EnvironmentDeployment,
  version: string,
  runs: readonly VersionRan[],
  now: number,
): VersionSeen {
  const ran = runs.filter(
    one => one.environment === environment && one.version === version,
  );
  const times = applications
    // What runs nothing, such as a set of CRDs, has no version that could soak
    .filter(one => one.running !== null || !one.nothingRuns)
    .map(one => healthyMs(one, version, ran, now));
  const known = times.flatMap(time => time ?? []);
  const isRunning = versions.includes(version);
  return {
    isRunning,
    artifacts: artifactsOf(ran),
    healthyForMs:
      known.length > 0 && known.length === times.length
        ? Math.min(...known)
        : undefined,
    until: isRunning ? undefined : lastUntil(ran),
    state: ran[0]?.state,
  };
}

/** Whether all that the service has in an environment was healthy with a version. */
export function hasRunHealthy(
  environment: EnvironmentDeployment,
  version: string,
  runs: readonly VersionRan[],
  now: number,
): boolean {
  return (
    versionSeen(environment, version, runs, now).healthyForMs !== undefined
  );
}

/** The longest healthy time of an Application with this version. */
function healthyMs(
  deployment: ApplicationDeployment,
  version: string,
  ran: readonly VersionRan[],
  now: number,
): number | undefined {
  const { instance, namespace, name, state, staleSince } = deployment;
  const { running, since } = deployment;
  const application = `${instance}/${namespace}/${name}`;
  const isHealthy = state === 'healthy' && running === version;
  // While Argo CD can't be read, nothing is known of the time since then
  const lasting = isHealthy
    ? staleSince ?? new Date(now).toISOString()
    : undefined;
  const periods = [
    [isHealthy ? since : undefined, lasting],
    ...ran
      .filter(one => one.application === application)
      .map(one => [one.healthySince, one.healthyUntil ?? lasting]),
  ];
  const lengths = periods.flatMap(([from, until]) =>
    from && until ? [Math.max(0, Date.parse(until) - Date.parse(from))] : [],
  );
  return lengths.length > 0 ? Math.max(...lengths) : undefined;
}

/** Of each Application, what it last ran while it was healthy. */
function artifactsOf(ran: readonly VersionRan[]): Artifacts | undefined {
  const byApplication = new Map<string, Artifacts>();
  for (const { application, artifacts } of ran)
    if (artifacts && !byApplication.has(application))
      byApplication.set(application, artifacts);
  const all = [...byApplication.values()];
  if (all.length === 0) return undefined;
  return {
    images: [...new Set(all.flatMap(({ images }) => images))],
    revisions: all.flatMap(({ revisions }) => revisions),
  };
}

/** Undefined while an Application is not known to have ended it. */
function lastUntil(ran: readonly VersionRan[]): string | undefined {
  const last = new Map<string, VersionRan>();
  for (const one of ran)
    if (!last.has(one.application)) last.set(one.application, one);
  const untils = [...last.values()].map(({ until }) => until);
  return untils.includes(undefined)
    ? undefined
    : untils
        .flatMap(one => one ?? [])
        .sort()
        .at(-1);
}
