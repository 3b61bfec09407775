import type { FleetCell, FleetService } from 'backstage-plugin-gitops-common';
import { aheadOf } from './aheadOf';
import { cellOf } from './fleetCell';
import type { FleetPart, FleetRow } from './fleetRow';

/**
 * What somebody who sees some Applications of a service sees of it.
 *
 * @param parts - those that are seen
 * @param options - `environments`: all, in their order; `showsPromotions`: whether the promotions
 *   to where these Applications are may be seen
 */
export function fleetServiceOf(
  { ref, title, owner, system, promotions }: FleetRow,
  parts: readonly FleetPart[],
  options: {
    environments: readonly string[];
    showsPromotions(parts: readonly FleetPart[]): boolean;
  },
): FleetService {
  const { environments, showsPromotions } = options;
  const cells: Record<string, FleetCell> = {};
  for (const name of new Set(parts.map(one => one.environment))) {
    const own = parts.filter(one => one.environment === name);
    const promotion = promotions.get(name);
    cells[name] = cellOf(own.map(({ status }) => status));
    if (promotion && showsPromotions(own)) cells[name].promotion = promotion;
  }
  const ahead = aheadOf(cells, environments, {
    sinceOf: (environment, runs) =>
      parts
        .flatMap(({ environment: where, seen }) =>
          where === environment && seen?.version === runs ? [seen.since] : [],
        )
        .sort()[0],
    ranIn: (environment, ran) =>
      parts.some(
        one => one.environment === environment && one.ranBefore.includes(ran),
      ),
  });
  return { ref, title, owner, system, cells, ahead };
}
