import type { Knex } from 'knex';
import { iso, Time } from '../promotions/store/rows';
import { GAP_MS } from './InstanceWatch';

const TABLE = 'gitops_history_watches';

interface Row {
  instance: string;
  since: Time;
  until: Time;
}

/**
 * The last time in which changes of an instance were recorded without a gap, by any replica. ISO
 * 8601
 */
export interface Watch {
  readonly since: string;
  readonly until: string;
}

/** Notes that instances are watched, so that a later process knows what it has missed. */
export class Watches {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  async all(): Promise<ReadonlyMap<string, Watch>> {
    const rows = await this.#knex<Row>(TABLE).select();
    return new Map(
      rows.map(({ instance, since, until }) => [
        instance,
        { since: iso(since)!, until: iso(until)! },
      ]),
    );
  }

  async note(instances: readonly string[], at: Date): Promise<void> {
    if (instances.length === 0) return;
    const knex = this.#knex;
    const gapBefore = new Date(at.getTime() - GAP_MS);
    await knex<Row>(TABLE)
      .insert(instances.map(instance => ({ instance, since: at, until: at })))
      .onConflict('instance')
      .merge({
        since: knex.raw(
          `case when ${TABLE}.until < ? then excluded.since else ${TABLE}.since end`,
          [gapBefore],
        ),
        until: at,
      });
  }
}
