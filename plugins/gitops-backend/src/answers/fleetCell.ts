import {
  ApplicationDeployment,
  deploymentStates,
  FleetCell,
} from 'backstage-plugin-gitops-common';

/** What the fleet shows of one Application. */
export type FleetStatus = Pick<
  ApplicationDeployment,
  'state' | 'since' | 'staleSince' | 'versions' | 'wanted' | 'nothingRuns'
> & { readonly cause?: FleetCell['cause'] };

export function statusOf(deployment: ApplicationDeployment): FleetStatus {
  const { state, cause, since, staleSince, versions, wanted, nothingRuns } =
    deployment;
  const status = { state, since, staleSince, versions, wanted, nothingRuns };
  return { ...status, cause: cause?.code };
}

/** One cell from its Applications, of which there is at least one. The worst decides. */
export function cellOf(statuses: readonly FleetStatus[]): FleetCell {
  const worst = statuses.reduce((a, b) =>
    badness(b.state) > badness(a.state) ? b : a,
  );
  const running = distinct(statuses.flatMap(one => one.versions));
  const wanted = distinct(statuses.flatMap(one => one.wanted ?? []));
  const stale = statuses.flatMap(({ staleSince }) => staleSince ?? []).sort();
  return {
    state: worst.state,
    cause: worst.cause,
    since: worst.since ?? undefined,
    staleSince: stale[0],
    running,
    wanted: wanted.join() === running.join() ? undefined : wanted,
    nothingRuns: statuses.every(one => one.nothingRuns) || undefined,
    applications: statuses.length === 1 ? undefined : statuses.length,
  };
}

function badness(state: FleetStatus['state']): number {
  return deploymentStates.indexOf(state);
}

function distinct(versions: readonly string[]): string[] {
  return [...new Set(versions)].sort();
}
