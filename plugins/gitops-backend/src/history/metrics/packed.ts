import type { Knex } from 'knex';
import type { Time } from '../../promotions/store/rows';

/**
 * The columns of all rows, or of those of a group, as one value, each a list: handing on thousands
 * of rows takes a database and its driver longer than finding them. Times, whose names end in
 * `_at`, are milliseconds: writing and reading them as text takes as long again.
 */
export function packed(knex: Knex, columns: readonly string[]): Knex.Raw {
  const isPostgres = String(knex.client.config.client).includes('pg');
  const lists = columns.map(column => {
    if (!isPostgres) return `json_group_array(${column})`;
    return column.endsWith('_at')
      ? `json_agg(cast(date_part('epoch', ${column}) * 1000 as bigint))`
      : `json_agg(${column})`;
  });
  const all = isPostgres ? 'json_build_array' : 'json_array';
  return knex.raw(`${all}(${lists.join()}) as packed`);
}

/**
 * The rows that {@link packed} has put together. PostgreSQL's driver parses the JSON itself, and each
 * list is null if there are no rows.
 */
export function unpacked<Row extends unknown[]>(
  value: string | (unknown[] | null)[],
): Row[] {
  const lists: (unknown[] | null)[] =
    typeof value === 'string' ? JSON.parse(value) : value;
  return (lists[0] ?? []).map((_, row) => lists.map(list => list![row]) as Row);
}

/** Milliseconds, of what a database answers. */
export function ms(time: Time): number {
  return typeof time === 'number' ? time : new Date(time).getTime();
}
