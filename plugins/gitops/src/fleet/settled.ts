import { FleetRow } from './FleetRow';

/**
 * The rows that a reader sees, by the order in which they began to see them: what changes meanwhile
 * neither moves nor leaves under their eyes. What is gone is not shown.
 */
export function settledRows(
  order: readonly string[],
  all: ReadonlyMap<string, FleetRow>,
): FleetRow[] {
  return order.flatMap(ref => all.get(ref) ?? []);
}

/** How many rows would come or go if the reader looked anew. */
export function changesSince(
  order: readonly string[],
  wanted: readonly FleetRow[],
  all: ReadonlyMap<string, FleetRow>,
): number {
  const shown = new Set(order.filter(ref => all.has(ref)));
  const coming = wanted.filter(({ service }) => !shown.has(service.ref));
  return coming.length * 2 + shown.size - wanted.length;
}
