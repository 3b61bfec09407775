import {
  deploymentStates,
  Fleet,
  FleetCell,
  FleetService,
} from 'backstage-plugin-gitops-common';
import { needsAttention } from '../status/looks';

/** A service that somebody should look at, in an environment. */
export interface Attention {
  service: Pick<FleetService, 'ref' | 'title'>;
  /** The environment's title */
  environment: string;
  cell: FleetCell;
}

/** What of a fleet somebody should look at, the worst first. What may have recovered is not in it. */
export function attentionOf({ services, environments }: Fleet): Attention[] {
  return services
    .flatMap(service =>
      environments.flatMap(({ name, title }) => {
        const cell = service.cells[name];
        return cell && isCurrent(cell) && needsAttention(cell.state)
          ? [{ service, environment: title || name, cell }]
          : [];
      }),
    )
    .sort(
      (a, b) =>
        badness(b.cell) - badness(a.cell) ||
        a.service.title.localeCompare(b.service.title),
    );
}

/** In how many environments of services the present state is not known. */
export function staleOf({ services }: Fleet): number {
  return services
    .flatMap(({ cells }) => Object.values(cells))
    .filter(cell => !isCurrent(cell)).length;
}

function isCurrent({ staleSince }: FleetCell): boolean {
  return staleSince === undefined;
}

function badness({ state }: FleetCell): number {
  return deploymentStates.indexOf(state);
}
