import { FleetRow, isCurrent, isNotIn } from './FleetRow';
import { FleetFilters } from './FleetView';

/** Whether a service belongs to whom and what the reader looks at, whatever state it is in. */
export function isInScope(
  { service, searched }: FleetRow,
  { q, owners, systems }: Pick<FleetFilters, 'q' | 'owners' | 'systems'>,
): boolean {
  const words = q.toLowerCase().split(/\s+/);
  return (
    words.every(word => searched.includes(word)) &&
    isAnyOf(service.owner, owners) &&
    isAnyOf(service.system, systems)
  );
}

/** Whether a row is shown. */
export function matches(row: FleetRow, filters: FleetFilters): boolean {
  const { states, causes, notIn } = filters;
  const { service, cells } = row;
  const isWanted =
    (states.length === 0 && causes.length === 0) ||
    // A last known state may be over
    cells.some(
      ({ cell }) =>
        isCurrent(cell) &&
        (states.length === 0 || states.includes(cell.state)) &&
        (causes.length === 0 || causes.includes(cell.cause ?? '')),
    );
  return (
    isWanted &&
    isInScope(row, filters) &&
    (!filters.differs || cells.some(one => one.compared === 'differs')) &&
    (notIn.length === 0 || notIn.some(name => isNotIn(service, name))) &&
    (!filters.underWay || cells.some(({ cell }) => cell?.promotion)) &&
    (!filters.stale || cells.some(({ cell }) => cell?.staleSince))
  );
}

function isAnyOf(value: string | null, wanted: readonly string[]): boolean {
  return wanted.length === 0 || (value !== null && wanted.includes(value));
}
