import {
  DeploymentState,
  FleetEnvironment,
} from 'backstage-plugin-gitops-common';
import { FleetRow, isCurrent, isNotIn } from './FleetRow';

/** How many deployments there are, and how many of them in the last environment. */
export interface Count {
  total: number;
  inLast: number;
}

export interface FleetCounts {
  unwell: Count;
  unclear: Count;
  deploying: Count;
  underWay: Count;
  stale: Count;
  /** Services whose newest version the last environment does not have yet */
  notInLast: number;
  services: number;
  /** Of each environment: services there, and those that are healthy */
  environments: ReadonlyMap<string, { total: number; healthy: number }>;
}

/** States that one number stands for. */
export const countedStates = {
  unwell: ['degraded', 'failed'],
  unclear: ['outOfSync', 'unknown'],
  deploying: ['deploying'],
} as const satisfies Record<string, readonly DeploymentState[]>;

export function countsOf(
  rows: readonly FleetRow[],
  environments: readonly FleetEnvironment[],
): FleetCounts {
  const last = environments.length - 1;
  const none = () => ({ total: 0, inLast: 0 });
  const counts = {
    unwell: none(),
    unclear: none(),
    deploying: none(),
    underWay: none(),
    stale: none(),
  };
  const columns = environments.map(() => ({ total: 0, healthy: 0 }));
  let notInLast = 0;
  for (const { service, cells } of rows) {
    if (isNotIn(service, environments[last]?.name)) notInLast += 1;
    cells.forEach(({ cell }, index) => {
      if (!cell) return;
      const count = (one: Count) => {
        one.total += 1;
        if (index === last) one.inLast += 1;
      };
      columns[index].total += 1;
      if (cell.promotion) count(counts.underWay);
      if (!isCurrent(cell)) {
        count(counts.stale);
        return;
      }
      if (cell.state === 'healthy') columns[index].healthy += 1;
      for (const [name, states] of Object.entries(countedStates))
        if ((states as readonly string[]).includes(cell.state))
          count(counts[name as keyof typeof countedStates]);
    });
  }
  return {
    ...counts,
    notInLast,
    services: rows.length,
    environments: new Map(
      environments.map(({ name }, index) => [name, columns[index]]),
    ),
  };
}
