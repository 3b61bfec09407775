import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Database } from '../store/Database';
import type { Person } from '../StoredPromotion';
import type { StoredFreeze } from './StoredFreeze';

const FREEZES = 'gitops_freezes';

/** SQLite answers times as numbers, PostgreSQL as dates. */
type Time = Date | number | string;

interface FreezeRow {
  id: string;
  slot: string | null;
  services: string;
  environments: string;
  reason: string;
  from_at: Time;
  until_at: Time | null;
  time_zone: string;
  created_by: string;
  created_at: Time;
  ended_by: string | null;
  ended_at: Time | null;
}

/** Freezes in the database, for ever: the record of who froze what, and why. */
export class FreezeStore {
  readonly #database: Database;
  readonly #knex: Knex;

  constructor(database: Database) {
    this.#database = database;
    this.#knex = database.knex;
  }

  /**
   * Adds one, or finds the same, which is in force until the same time.
   *
   * @param freeze - `startsAtOnce` where no other begin was asked for
   */
  async create(
    freeze: StoredFreeze,
    { startsAtOnce }: { startsAtOnce: boolean },
  ): Promise<{ freeze: StoredFreeze; made: boolean }> {
    const slot = slotOf(freeze, startsAtOnce);
    await this.#knex<FreezeRow>(FREEZES)
      .insert({ ...rowOf(freeze), slot })
      .onConflict('slot')
      .ignore();
    const row = await this.#knex<FreezeRow>(FREEZES).where({ slot }).first();
    // Somebody has ended the same one at this very moment, so this one is another
    if (!row) return this.create(freeze, { startsAtOnce });
    return { freeze: freezeOf(row), made: row.id === freeze.id };
  }

  async find(id: string): Promise<StoredFreeze | undefined> {
    const row = await this.#knex<FreezeRow>(FREEZES).where({ id }).first();
    return row && freezeOf(row);
  }

  /** Those in force and those to come, newest first. */
  async present(): Promise<StoredFreeze[]> {
    const rows = await this.#knex<FreezeRow>(FREEZES)
      .whereNull('ended_at')
      .where(query =>
        query
          .whereNull('until_at')
          .orWhere('until_at', '>', this.#database.at()),
      )
      .orderBy('created_at', 'desc');
    return rows.map(freezeOf);
  }

  /** Those that are over, newest first. */
  async over(limit: number): Promise<StoredFreeze[]> {
    const rows = await this.#knex<FreezeRow>(FREEZES)
      .whereNotNull('ended_at')
      .orWhere('until_at', '<=', this.#database.at())
      .orderBy('created_at', 'desc')
      .limit(limit);
    return rows.map(freezeOf);
  }

  /** Ends one that nobody has ended. */
  async end(id: string, by: Person, at: string): Promise<void> {
    await this.#knex<FreezeRow>(FREEZES)
      .where({ id })
      .whereNull('ended_at')
      .update({
        ended_by: JSON.stringify(by),
        ended_at: new Date(at),
        slot: null,
      });
  }
}

/** The same, asked for twice by one person, is one. */
function slotOf(
  { services, environments, reason, from, until, createdBy }: StoredFreeze,
  startsAtOnce: boolean,
): string {
  const asked = [
    [...services].sort(),
    [...environments].sort(),
    reason,
    startsAtOnce ? null : from,
    until,
    createdBy.ref,
  ];
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url');
}

function rowOf(freeze: StoredFreeze): Omit<FreezeRow, 'slot'> {
  return {
    id: freeze.id,
    services: JSON.stringify(freeze.services),
    environments: JSON.stringify(freeze.environments),
    reason: freeze.reason,
    from_at: new Date(freeze.from),
    until_at: freeze.until === undefined ? null : new Date(freeze.until),
    time_zone: freeze.timeZone,
    created_by: JSON.stringify(freeze.createdBy),
    created_at: new Date(freeze.createdAt),
    ended_by: null,
    ended_at: null,
  };
}

function freezeOf(row: FreezeRow): StoredFreeze {
  return {
    id: row.id,
    services: JSON.parse(row.services),
    environments: JSON.parse(row.environments),
    reason: row.reason,
    from: iso(row.from_at),
    until: row.until_at === null ? undefined : iso(row.until_at),
    timeZone: row.time_zone,
    createdBy: JSON.parse(row.created_by),
    createdAt: iso(row.created_at),
    endedBy: row.ended_by === null ? undefined : JSON.parse(row.ended_by),
    endedAt: row.ended_at === null ? undefined : iso(row.ended_at),
  };
}

function iso(time: Time): string {
  return new Date(time).toISOString();
}
