import type { Knex } from 'knex';
import type { Time } from '../../promotions/store/rows';

/**
 * The columns of all rows, or of those of a group, as one value: handing on thousands of rows takes
 * a database and its driver longer than finding them.
 */
export function packed(knex: Knex, columns: readonly string[]): Knex.Raw {
  const isPostgres = String(knex.client.config.client).includes('pg');
  const [all, each] = isPostgres
    ? ['json_agg', 'json_build_array']
    : ['json_group_array', 'json_array'];
  return knex.raw(`${all}(${each}(${columns.join()})) as packed`);
}

/** What {@link packed} has put together. PostgreSQL's driver reads JSON, and has null for no row. */
export function unpacked<Columns>(value: string | Columns[] | null): Columns[] {
  return typeof value === 'string' ? JSON.parse(value) : value ?? [];
}

/** Milliseconds, of what a database answers. */
export function ms(time: Time): number {
  return typeof time === 'number' ? time : new Date(time).getTime();
}
