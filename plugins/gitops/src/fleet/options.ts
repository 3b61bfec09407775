import { isCurrent, FleetRow } from './FleetRow';
import { FleetFilters } from './FleetView';

/** What can be chosen: all that is there, and all that the address already names. */
export function optionsOf(
  rows: readonly FleetRow[],
  chosen: Pick<FleetFilters, 'owners' | 'systems' | 'causes'>,
): { owners: string[]; systems: string[]; causes: string[] } {
  const owners = new Set(chosen.owners);
  const systems = new Set(chosen.systems);
  const causes = new Set(chosen.causes);
  for (const { service, cells } of rows) {
    if (service.owner) owners.add(service.owner);
    if (service.system) systems.add(service.system);
    for (const { cell } of cells)
      if (isCurrent(cell) && cell.cause) causes.add(cell.cause);
  }
  return {
    owners: [...owners].sort(),
    systems: [...systems].sort(),
    causes: [...causes].sort(),
  };
}
