import {
  FleetCell,
  FleetEnvironment,
  FleetService,
} from 'backstage-plugin-gitops-common';

/** What a service shows in one column. */
export interface RowCell {
  environment: string;
  /** Undefined where nothing is known to be there */
  cell: FleetCell | undefined;
  /** How what runs compares with the nearest environment to its left where that is known */
  compared: 'first' | 'same' | 'differs';
}

/** A service as a line of the grid. */
export interface FleetRow {
  service: FleetService;
  cells: readonly RowCell[];
  /** What a search looks through, in lower case */
  searched: string;
}

// An unchanged service keeps its row, for all columns and for those that fit
const rows = new WeakMap<FleetService, Map<string, FleetRow>>();

/** The row of a service; the same object while neither it nor the columns change. */
export function rowOf(
  service: FleetService,
  environments: readonly Pick<FleetEnvironment, 'name'>[],
): FleetRow {
  const names = environments.map(({ name }) => name).join('\n');
  const known = rows.get(service) ?? new Map<string, FleetRow>();
  const made = known.get(names);
  if (made) return made;
  let left: string | undefined;
  const cells = environments.map(({ name }): RowCell => {
    const cell = service.cells[name];
    const versions = cell?.running.join('\n');
    let compared: RowCell['compared'] = 'first';
    // Where nothing is known to run, there is nothing to compare
    if (versions) {
      if (left !== undefined) compared = versions === left ? 'same' : 'differs';
      left = versions;
    }
    return { environment: name, cell, compared };
  });
  const { ref, title } = service;
  const row = { service, cells, searched: `${title} ${ref}`.toLowerCase() };
  rows.set(service, known.set(names, row));
  return row;
}

/** All rows, by their titles. */
export function rowsOf(
  services: readonly FleetService[],
  environments: readonly FleetEnvironment[],
): FleetRow[] {
  return services
    .map(service => rowOf(service, environments))
    .sort((a, b) => (a.searched < b.searched ? -1 : 1));
}

/** Whether an environment does not have the newest version of a service yet. */
export function isNotIn(
  { ahead }: FleetService,
  environment: string | undefined,
): boolean {
  return (
    environment !== undefined && ahead?.notIn.includes(environment) === true
  );
}

/** Whether its state is that of this moment. */
export function isCurrent(cell: FleetCell | undefined): cell is FleetCell {
  return cell !== undefined && cell.staleSince === undefined;
}
