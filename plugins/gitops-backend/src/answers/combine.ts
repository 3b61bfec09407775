import {
  ApplicationDeployment,
  Cause,
  deploymentStates,
  DeploymentState,
  EnvironmentDeployment,
  InstanceFreshness,
  reasonOf,
} from 'backstage-plugin-gitops-common';

/**
 * One service in one environment from its Applications, of which there is at least one. The worst
 * decides.
 */
export function combine(
  environment: { name: string; title: string },
  applications: ApplicationDeployment[],
): EnvironmentDeployment {
  const sorted = [...applications].sort(byBadness);
  const [{ state, cause, remarks, since }] = sorted;
  const running = distinct(applications.flatMap(({ versions }) => versions));
  const wanted = distinct(applications.flatMap(one => one.wanted ?? []));
  return {
    environment: environment.name,
    title: environment.title,
    state,
    cause,
    remarks,
    reason: reasonOf({ cause, remarks, applications: sorted }),
    since,
    versions: running,
    running: joined(running),
    wanted: joined(wanted),
    nothingRuns: applications.every(({ nothingRuns }) => nothingRuns),
    staleSince: firstStale(applications),
    applications: sorted,
  };
}

/**
 * An environment in which the portal sees nothing of the service. An instance that can hold it and
 * can't be read may well have something.
 */
export function absent(
  environment: { name: string; title: string },
  instances: readonly InstanceFreshness[],
): EnvironmentDeployment {
  const unread = instances.filter(({ staleSince }) => staleSince !== null);
  const cause: Cause =
    unread.length > 0
      ? {
          code: 'absentUnreadable',
          params: { instances: unread.map(({ name }) => name) },
        }
      : { code: 'absent', params: {} };
  return {
    environment: environment.name,
    title: environment.title,
    state: unread.length > 0 ? 'unknown' : 'notDeployed',
    cause,
    remarks: [],
    reason: reasonOf({ cause, remarks: [] }),
    since: null,
    versions: [],
    running: null,
    wanted: null,
    nothingRuns: false,
    staleSince: firstStale(unread),
    applications: [],
  };
}

function firstStale(
  parts: readonly { staleSince: string | null }[],
): string | null {
  const times = parts.flatMap(({ staleSince }) => staleSince ?? []);
  return times.sort()[0] ?? null;
}

function byBadness(a: ApplicationDeployment, b: ApplicationDeployment): number {
  return (
    badness(b.state) - badness(a.state) ||
    a.instance.localeCompare(b.instance) ||
    a.name.localeCompare(b.name)
  );
}

function badness(state: DeploymentState): number {
  return deploymentStates.indexOf(state);
}

function distinct(versions: string[]): string[] {
  return [...new Set(versions)].sort();
}

function joined(versions: string[]): string | null {
  return versions.join(', ') || null;
}
