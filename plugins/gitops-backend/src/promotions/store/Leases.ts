import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Database } from './Database';
import { PROMOTIONS, PULL_REQUESTS } from './rows';

/** A row that one replica has for a while. */
export interface Lease<T> {
  readonly ticket: string;
  readonly subject: T;
}

/** What a worker wants to have. */
export interface Take {
  limit: number;
  forMs: number;
  /** Git hosts that are worked on enough already */
  exceptHosts?: readonly string[];
  /** What is taken though it is not due yet */
  ids?: readonly string[];
}

export type LeasedTable = typeof PROMOTIONS | typeof PULL_REQUESTS;

/**
 * Refuses what the holder of a row's lease writes, without ending the lease: nobody else begins
 * before the holder has returned, or its time is over. It may be opening a pull request right now.
 */
export const FENCED = { is_fenced: true };

const FREE = { lease_until: null, lease_ticket: null, is_fenced: false };

/** Shares rows that are due among replicas: each is worked on by one at a time. */
export class Leases {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Takes rows that are due, in one statement, so that two replicas never take the same.
   *
   * @param columns - what is answered of them
   */
  async take<Row>(
    table: LeasedTable,
    columns: readonly string[],
    { limit, forMs, exceptHosts = [], ids = [] }: Take,
  ): Promise<{ ticket: string; rows: Row[] }> {
    const { knex, isPostgres } = this.#database;
    const due = knex(table)
      // The index has the rows that are due at some time, which are few
      .whereNotNull('due_at')
      .where(query => {
        query.where('due_at', '<=', this.#database.at());
        if (ids.length > 0) query.orWhereIn('id', [...ids]);
      })
      .where(query => this.#whereFree(query))
      .whereNotIn('host', [...exceptHosts])
      .orderBy('due_at')
      .limit(limit)
      .select('id');
    if (isPostgres) due.forUpdate().skipLocked();
    const rows = knex(table)
      // A plan that looked for them again for each row would lock and take more than the limit
      .withMaterialized('due', due)
      .whereIn('id', knex.select('id').from('due'));
    return this.#take<Row>(rows, columns, forMs);
  }

  /** Takes one row, due or not. @returns undefined where somebody has it */
  async takeOne(
    table: LeasedTable,
    id: string,
    forMs: number,
  ): Promise<string | undefined> {
    const row = this.#database
      .knex(table)
      .where({ id })
      .where(query => this.#whereFree(query));
    const { ticket, rows } = await this.#take(row, ['id'], forMs);
    return rows.length > 0 ? ticket : undefined;
  }

  /**
   * Writes what the holder found, and ends the lease. A fenced holder's write is refused; the row
   * is looked at again at once then.
   *
   * @param written - `kept` is written even then; `dueInMs` is when to look again, undefined where
   * there is nothing more to do
   * @returns whether it was written
   */
  async end(
    tx: Knex,
    table: LeasedTable,
    lease: { ticket: string; id: string },
    written: { values: object; kept?: object; dueInMs: number | undefined },
  ): Promise<boolean> {
    const { ticket, id } = lease;
    const { values, kept, dueInMs } = written;
    const count = await tx(table)
      .where({ id, lease_ticket: ticket, is_fenced: false })
      .update({ ...values, ...FREE, due_at: this.#database.dueAfter(dueInMs) });
    if (count > 0) return true;
    await this.free(tx, table, lease, kept);
    return false;
  }

  /** Ends the lease with nothing but `kept` to write: somebody else goes on at once. */
  async free(
    tx: Knex,
    table: LeasedTable,
    { ticket, id }: { ticket: string; id: string },
    kept: object = {},
  ): Promise<void> {
    await tx(table)
      .where({ id, lease_ticket: ticket })
      .update({ ...kept, ...FREE, due_at: this.#database.at() });
  }

  /**
   * Makes rows due now that are due at some time. Locks them in the order of their ids, as
   * everybody does who locks several.
   *
   * @returns how many
   */
  async hasten(
    table: LeasedTable,
    which: (query: Knex.QueryBuilder) => void,
    values: object = {},
  ): Promise<number> {
    const { knex, isPostgres } = this.#database;
    const rows = knex(table)
      .whereNotNull('due_at')
      .modify(which)
      .orderBy('id')
      .select('id');
    if (isPostgres) rows.forUpdate();
    const update = knex(table)
      .withMaterialized('due', rows)
      .whereIn('id', knex.select('id').from('due'))
      .update({ ...values, due_at: this.#database.at() });
    return this.#database.again(() => update.clone());
  }

  #whereFree(query: Knex.QueryBuilder): void {
    query
      .whereNull('lease_until')
      .orWhere('lease_until', '<=', this.#database.at());
  }

  async #take<Row>(
    due: Knex.QueryBuilder,
    columns: readonly string[],
    forMs: number,
  ): Promise<{ ticket: string; rows: Row[] }> {
    const ticket = randomUUID();
    const until = this.#database.at(forMs);
    const rows = await due
      .update({
        lease_ticket: ticket,
        lease_until: until,
        is_fenced: false,
        // What is asked for meanwhile makes it due earlier
        due_at: until,
      })
      .returning([...columns]);
    return { ticket, rows: rows as Row[] };
  }
}
