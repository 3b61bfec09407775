import { FleetGroup } from './groups';
import { FleetRow } from './FleetRow';

/** What stands in the grid below its header, one line each. */
export type FleetLine =
  | { kind: 'group'; key: string; group: FleetGroup; isOpen: boolean }
  | { kind: 'row'; key: string; row: FleetRow };

/** A group with the rows of it that are drawn. */
export interface DrawnGroup {
  group: FleetGroup;
  isOpen: boolean;
  rows: readonly FleetRow[];
}

/** How many rows groups have that are not closed. */
export function openRows(
  groups: readonly FleetGroup[],
  closed: readonly string[],
): number {
  return groups
    .filter(({ key }) => !closed.includes(key))
    .reduce((sum, { rows }) => sum + rows.length, 0);
}

/** As many rows as the page draws, in groups; closed groups have none. */
export function drawnGroups(
  groups: readonly FleetGroup[],
  closed: readonly string[],
  limit: number,
): { drawn: DrawnGroup[]; left: number } {
  let room = limit;
  let left = 0;
  const drawn = groups.map(group => {
    const isOpen = !closed.includes(group.key);
    const rows = isOpen ? group.rows.slice(0, room) : [];
    room -= rows.length;
    if (isOpen) left += group.rows.length - rows.length;
    return { group, isOpen, rows };
  });
  return { drawn, left };
}

/** The browser lays out a block when it comes into sight: all of one is done in one frame. */
const BLOCK_ROWS = 8;

export function inBlocks(rows: readonly FleetRow[]): FleetRow[][] {
  return Array.from({ length: Math.ceil(rows.length / BLOCK_ROWS) }, (_, at) =>
    rows.slice(at * BLOCK_ROWS, (at + 1) * BLOCK_ROWS),
  );
}

/** The lines in their order. Without groups, there are no lines for them. */
export function linesOf(
  drawn: readonly DrawnGroup[],
  isGrouped: boolean,
): FleetLine[] {
  return drawn.flatMap(({ group, isOpen, rows }): FleetLine[] => [
    ...(isGrouped
      ? [{ kind: 'group' as const, key: `group ${group.key}`, group, isOpen }]
      : []),
    ...rows.map(row => ({ kind: 'row' as const, key: row.service.ref, row })),
  ]);
}
