import type { AutomaticPromotionReason } from 'backstage-plugin-gitops-common';
import type { Knex } from 'knex';
import type { Database } from '../store/Database';
import type { Person } from '../StoredPromotion';

const TABLE = 'gitops_automatic_promotions';
/** A plan is not made more often than this. */
const FLOOR_MS = 60_000;

/** Where the portal promotes by itself. */
export interface AutoPlace {
  /** Reference of the entity */
  readonly service: string;
  /** The target */
  readonly environment: string;
}

/** What is remembered of it. */
export interface AutoRow {
  /** ISO 8601 */
  readonly resumedAt?: string;
  /** Why what was planned last was not requested */
  readonly outcome?: AutomaticPromotionReason;
}

interface Row extends AutoPlace {
  resumed_at: string | null;
  resumed_by: string | null;
  basis: string | null;
  planned_at: Date | Knex.Raw | null;
  due_at: Date | Knex.Raw | null;
  outcome: string | null;
}

/**
 * Remembers who resumed automatic promotions, and has one replica plan at a time: that saves
 * requests to Git hosts. That only one promotion is made is up to the promotion's slot.
 */
export class AutoStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find({ service, environment }: AutoPlace): Promise<AutoRow> {
    const row = await this.#database
      .knex<Row>(TABLE)
      .where({ service, environment })
      .first();
    return {
      resumedAt: row?.resumed_at ?? undefined,
      outcome: row?.outcome ? JSON.parse(row.outcome) : undefined,
    };
  }

  /** What ended before does not count any more, and what did not come about is planned again. */
  async resume(place: AutoPlace, by: Person): Promise<void> {
    const database = this.#database;
    await this.#change(place, {
      resumed_at: database.time,
      resumed_by: JSON.stringify(by),
      basis: null,
      planned_at: null,
      due_at: null,
      outcome: null,
    });
  }

  /**
   * Takes the plan of a place, unless somebody else is at it, or has just planned on the same.
   *
   * @param basis - stands for what it would be planned on
   * @returns whether it is the caller's to plan
   */
  async claim(place: AutoPlace, basis: string): Promise<boolean> {
    const database = this.#database;
    const { service, environment } = place;
    const taken = {
      basis,
      planned_at: database.at(),
      due_at: database.at(FLOOR_MS),
    };
    return database.transaction(async tx => {
      const rows = () => tx<Row>(TABLE).where({ service, environment });
      if (!(await rows().first('service'))) {
        await tx<Row>(TABLE).insert({ service, environment, ...taken });
        return true;
      }
      const updated = await rows()
        .where(is =>
          is
            .whereNull('planned_at')
            .orWhere('planned_at', '<=', database.at(-FLOOR_MS)),
        )
        .where(is =>
          is
            .whereNull('due_at')
            .orWhere('due_at', '<=', database.at())
            .orWhereNot({ basis }),
        )
        .update(taken);
      return updated > 0;
    });
  }

  /** Remembers what became of a plan. @param againInMs - when the same may be planned again */
  async settle(
    { service, environment }: AutoPlace,
    outcome: AutomaticPromotionReason | undefined,
    againInMs: number,
  ): Promise<void> {
    await this.#database
      .knex<Row>(TABLE)
      .where({ service, environment })
      .update({
        outcome: outcome ? JSON.stringify(outcome) : null,
        due_at: this.#database.at(againInMs),
      });
  }

  async #change(
    { service, environment }: AutoPlace,
    values: Partial<Row>,
  ): Promise<void> {
    await this.#database.transaction(async tx => {
      const updated = await tx<Row>(TABLE)
        .where({ service, environment })
        .update(values);
      if (updated === 0)
        await tx<Row>(TABLE).insert({ service, environment, ...values });
    });
  }
}
