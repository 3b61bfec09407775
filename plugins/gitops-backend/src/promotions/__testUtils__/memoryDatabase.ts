import knexFactory, { Knex } from 'knex';

export type MemoryDatabase = Knex;

interface Connection {
  prepare(sql: string): unknown;
}

/** A database that lives as long as the test. */
export function memoryDatabase(): MemoryDatabase {
  return knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate(connection: Connection, done: (error?: Error) => void) {
        prepareOnce(connection);
        done();
      },
    },
  });
}

/** Preparing a statement takes longer than executing it. */
function prepareOnce(connection: Connection): void {
  const prepare = connection.prepare.bind(connection);
  const prepared = new Map<string, unknown>();
  connection.prepare = sql => {
    const statement = prepared.get(sql) ?? prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
}
