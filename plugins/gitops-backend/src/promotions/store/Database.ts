import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

const MAX_TRIES = 10;

/**
 * The plugin's database with its clock. The clocks of replicas differ, so only the database's
 * decides what is due and until when a lease lasts.
 */
export class Database {
  readonly knex: Knex;
  readonly isPostgres: boolean;
  readonly #now: () => number;

  private constructor(knex: Knex, now: () => number) {
    this.knex = knex;
    this.#now = now;
    this.isPostgres = String(knex.client.config.client).includes('pg');
  }

  /**
   * Opens it, and brings its tables up to date.
   *
   * @param options - `now` is the clock of SQLite, which lives in this process
   * @throws Error where it is neither SQLite nor PostgreSQL
   */
  static async open(options: {
    database: DatabaseService;
    now(): number;
  }): Promise<Database> {
    const knex = await options.database.getClient();
    const client = String(knex.client.config.client);
    if (!/pg|sqlite/.test(client))
      throw new Error(
        `Promotions need SQLite or PostgreSQL; backend.database.client is ${client}`,
      );
    if (!options.database.migrations?.skip)
      await knex.migrate.latest({
        directory: resolvePackagePath(
          'backstage-plugin-gitops-backend',
          'migrations',
        ),
      });
    return new Database(knex, options.now);
  }

  /** The time of this process, as it stands in records that people read. ISO 8601 */
  get time(): string {
    return new Date(this.#now()).toISOString();
  }

  /** Does all of it or nothing, and begins anew as {@link again} does. */
  transaction<T>(work: (tx: Knex) => Promise<T>): Promise<T> {
    return this.again(() => this.knex.transaction(work));
  }

  /**
   * Does it again where somebody else was faster: a unique key was taken meanwhile, or PostgreSQL
   * resolved a deadlock against this one.
   */
  async again<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await work();
      } catch (error) {
        if (!isOvertaken(error) || tries === MAX_TRIES) throw error;
      }
    }
  }

  /**
   * The database's time, so many milliseconds from now, as a value of a statement.
   *
   * @param inMs - also what a column has
   */
  at(inMs: number | Knex.Raw = 0): Knex.Raw {
    const ms = typeof inMs === 'number' ? Math.round(inMs) : inMs;
    return this.isPostgres
      ? this.knex.raw("(clock_timestamp() + ? * interval '1 millisecond')", [
          ms,
        ])
      : this.knex.raw('(? + ?)', [this.#now(), ms]);
  }

  /**
   * When a row is due whose lease ends. What somebody asked for meanwhile is due at once.
   *
   * @param inMs - else; undefined where there is nothing more to do
   */
  dueAfter(inMs: number | Knex.Raw | undefined): Knex.Raw {
    const later = inMs === undefined ? null : this.at(inMs);
    const values = [this.at(), later];
    return this.knex.raw(
      'case when due_at <= ? then due_at else ? end',
      values,
    );
  }
}

/** Whether somebody else was faster, so that looking again helps. */
function isOvertaken(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return [
    'SQLITE_CONSTRAINT_UNIQUE',
    // unique_violation, deadlock_detected, serialization_failure
    '23505',
    '40P01',
    '40001',
  ].includes(String(code));
}
