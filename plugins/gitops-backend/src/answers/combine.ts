import {
  ApplicationDeployment,
  deploymentStates,
  DeploymentState,
  EnvironmentDeployment,
  InstanceFreshness,
} from 'backstage-plugin-gitops-common';
import { toList } from '../judgement/text';

/** One service in one environment from its Applications, of which there is at least one. The worst decides. */
export function combine(
  environment: { name: string; title: string },
  applications: ApplicationDeployment[],
): EnvironmentDeployment {
  const sorted = [...applications].sort(byBadness);
  const [worst] = sorted;
  return {
    environment: environment.name,
    title: environment.title,
    state: worst.state,
    reason:
      worst.reason && applications.length > 1
        ? `${worst.name}: ${worst.reason}`
        : worst.reason,
    since: worst.since,
    running: distinct(applications.map(({ running }) => running)),
    wanted: distinct(applications.map(({ wanted }) => wanted)),
    nothingRuns: applications.every(({ nothingRuns }) => nothingRuns),
    staleSince: firstStale(applications),
    applications: sorted,
  };
}

/** An environment in which the portal sees nothing of the service. Of the instances that can hold it, one that can't be read may well have something. */
export function absent(
  environment: { name: string; title: string },
  instances: readonly InstanceFreshness[],
): EnvironmentDeployment {
  const unread = instances.filter(({ staleSince }) => staleSince !== null);
  return {
    environment: environment.name,
    title: environment.title,
    state: unread.length > 0 ? 'unknown' : 'notDeployed',
    reason:
      unread.length > 0
        ? `No Application is known here, but Argo CD ${toList(
            unread.map(({ name }) => name),
          )} can't be read.`
        : 'No Application that this portal can see.',
    since: null,
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

function distinct(versions: (string | null)[]): string | null {
  return [...new Set(versions.filter(Boolean))].join(', ') || null;
}
