import { setImmediate } from 'node:timers/promises';
import type { Database } from './Database';
import type { LeasedTable, Leases } from './Leases';

/** A lease whose holder found nothing new. */
interface Ended {
  readonly ticket: string;
  readonly id: string;
  /** When to look again; undefined where there is nothing more to do */
  readonly dueInMs: number | undefined;
  /** Values that are written in any case, in the order of the columns */
  readonly texts: readonly (string | null)[];
}

interface Waiting extends Ended {
  resolve(isWritten: boolean): void;
  reject(error: unknown): void;
}

/**
 * Ends the leases of rows that are as they were before. Most looks find nothing new, and many end
 * together: those of one moment, and those that end while others are written, are one statement.
 */
export class SameAsBefore {
  readonly #database: Database;
  readonly #leases: Leases;
  readonly #table: LeasedTable;
  readonly #columns: readonly string[];
  #waiting: Waiting[] = [];
  #isWriting = false;

  /** @param columns - the texts that are written though nothing is new */
  constructor(
    database: Database,
    leases: Leases,
    table: LeasedTable,
    columns: readonly string[] = [],
  ) {
    this.#database = database;
    this.#leases = leases;
    this.#table = table;
    this.#columns = columns;
  }

  /** @returns false where somebody changed the row meanwhile: it is due at once then */
  end(ended: Ended): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...ended, resolve, reject });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      await setImmediate();
      // In the order in which everybody locks several
      const group = this.#waiting.sort((a, b) => (a.id < b.id ? -1 : 1));
      this.#waiting = [];
      try {
        const written = await this.#database.again(() => this.#write(group));
        for (const one of group) {
          const isWritten = written.has(one.id);
          if (!isWritten) await this.#free(one);
          one.resolve(isWritten);
        }
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#isWriting = false;
  }

  /** @returns the ids of those that were written */
  async #write(group: readonly Ended[]): Promise<ReadonlySet<string>> {
    const { knex } = this.#database;
    const news = this.#columns.map(column => `new_${column}`);
    const types = ['varchar', 'varchar', 'double precision'];
    types.push(...news.map(() => 'text'));
    // The first row gives the others their types
    const first = `(${types.map(type => `cast(? as ${type})`).join()})`;
    const other = `(${types.map(() => '?').join()})`;
    const answer = await knex.raw(
      `with ended(of_id, of_ticket, in_ms${news.map(() => ', ??').join('')})
        as (values ${group.map((_, row) => (row === 0 ? first : other)).join()})
      update ?? set ${news.map(() => '?? = ??, ').join('')}
        lease_until = null, lease_ticket = null, due_at = ?
      from ended
      where id = of_id and lease_ticket = of_ticket and is_fenced = ?
      returning id`,
      [
        ...news,
        ...group.flatMap(({ id, ticket, dueInMs, texts }) => [
          id,
          ticket,
          dueInMs === undefined ? null : Math.round(dueInMs),
          ...texts,
        ]),
        this.#table,
        ...this.#columns.flatMap((column, at) => [column, news[at]]),
        this.#database.dueAfter(knex.ref('in_ms')),
        false,
      ],
    );
    const rows: { id: string }[] = answer.rows ?? answer;
    return new Set(rows.map(({ id }) => id));
  }

  #free(lease: Ended): Promise<void> {
    return this.#leases.free(this.#database.knex, this.#table, lease);
  }
}
