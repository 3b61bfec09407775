import { useMemo, useState } from 'react';
import { FleetRow } from './FleetRow';
import { FleetFilters, filterText } from './FleetView';
import { matches } from './matches';
import { changesSince, settledRows } from './settled';

/**
 * The rows to show. Changed filters show other rows at once; what merely changes by itself stays
 * where it is until the reader asks.
 */
export function useSettledRows(
  rows: readonly FleetRow[],
  filters: FleetFilters,
): { shown: FleetRow[]; changes: number; settle: () => void } {
  const wanted = useMemo(
    () => rows.filter(row => matches(row, filters)),
    [rows, filters],
  );
  const key = filterText(filters);
  const [held, setSeen] = useState(() => ({ key, order: refsOf(wanted) }));
  let seen = held;
  if (seen.key !== key) {
    seen = { key, order: refsOf(wanted) };
    setSeen(seen);
  }
  const { order } = seen;
  return useMemo(() => {
    const all = new Map(rows.map(row => [row.service.ref, row]));
    return {
      shown: settledRows(order, all),
      changes: changesSince(order, wanted, all),
      settle: () => setSeen({ key, order: refsOf(wanted) }),
    };
  }, [rows, wanted, order, key]);
}

function refsOf(rows: readonly FleetRow[]): string[] {
  return rows.map(row => row.service.ref);
}
