import type { MemoryDatabase } from './memoryDatabase';

/** Milliseconds until a row can be taken; undefined where none waits for anything. */
export async function nextInMs(
  knex: MemoryDatabase,
  now: number,
): Promise<number | undefined> {
  const earliest = (table: string) =>
    knex(table)
      .whereNotNull('due_at')
      .select(
        knex.raw('min(max(due_at, coalesce(lease_until, due_at))) as at'),
      );
  const tables = ['gitops_pull_requests', 'gitops_promotions'];
  const rows: { at: number | null }[] = await knex.unionAll(
    tables.map(earliest),
  );
  const times = rows.flatMap(({ at }) => at ?? []);
  return times.length > 0 ? Math.min(...times) - now : undefined;
}
