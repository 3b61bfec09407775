import knexFactory, { Knex } from 'knex';

export type MemoryDatabase = Knex;

/** A database that lives as long as the test. */
export function memoryDatabase(): MemoryDatabase {
  return knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
}
