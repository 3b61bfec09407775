import { serviceName } from '../text/displayText';
import { FleetRow, isCurrent, isNotIn } from './FleetRow';
import { Grouping, shortRef } from './FleetView';

/** Services of one owner or system. */
export interface FleetGroup {
  /** As the address names it */
  key: string;
  /** Empty where there is no owner or system */
  title: string;
  rows: readonly FleetRow[];
  /** Deployments in these states at present */
  failed: number;
  degraded: number;
  /** Services whose newest version the last environment does not have yet */
  notInLast: number;
}

/** Of services without an owner or system: no entity can have this name */
const NONE = '-';

/**
 * Rows in their groups, those without an owner or system last. The order within stays.
 *
 * @param last - name of the last environment, where there is one
 */
export function groupsOf(
  rows: readonly FleetRow[],
  by: Grouping,
  last: string | undefined,
): FleetGroup[] {
  const found = new Map<string, FleetRow[]>();
  for (const row of rows) {
    const ref = by === 'none' ? null : row.service[by];
    const others = found.get(ref ?? '');
    if (others) others.push(row);
    else found.set(ref ?? '', [row]);
  }
  return [...found]
    .map(([ref, members]) => ({
      key: ref ? shortRef(ref) : NONE,
      title: ref && serviceName(ref),
      rows: members,
      failed: countOf(members, 'failed'),
      degraded: countOf(members, 'degraded'),
      notInLast: members.filter(({ service }) => isNotIn(service, last)).length,
    }))
    .sort((a, b) => {
      if (!a.title || !b.title) return a.title ? -1 : 1;
      return a.title < b.title ? -1 : 1;
    });
}

function countOf(
  rows: readonly FleetRow[],
  state: 'failed' | 'degraded',
): number {
  let count = 0;
  for (const { cells } of rows)
    for (const { cell } of cells)
      if (isCurrent(cell) && cell.state === state) count += 1;
  return count;
}
