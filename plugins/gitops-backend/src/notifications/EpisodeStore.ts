import type { Knex } from 'knex';

const TABLE = 'gitops_unwell_episodes';

/** A replica that claimed an episode and has not sent anything for so long is taken for dead. */
const CLAIM_MS = 5 * 60_000;
/** An ended episode only matters to replicas that have not seen its end yet. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

/** A service that is unwell in an environment, from the notification of its owners to its end. */
export interface Episode {
  readonly service: string;
  readonly environment: string;
}

interface Row extends Episode {
  sent_at: unknown;
  ended_at: unknown;
}

/** Decides, for all replicas, which of them notifies of an episode, and which of its end. */
export class EpisodeStore {
  readonly #knex: Knex;
  readonly #now: () => number;

  constructor(options: { knex: Knex; now(): number }) {
    this.#knex = options.knex;
    this.#now = options.now;
  }

  /** Those whose notification was sent and whose end was not seen. */
  async open(): Promise<Episode[]> {
    return this.#knex<Row>(TABLE)
      .select('service', 'environment')
      .whereNotNull('sent_at')
      .whereNull('ended_at');
  }

  /**
   * Whether the caller is the one to notify. Nobody is where an episode is open, and where the
   * last one ended after `since`: then the caller has not seen its end yet.
   *
   * @param since - since when the caller has seen it unwell, in milliseconds since the epoch
   */
  async claim(episode: Episode, since: number): Promise<boolean> {
    const now = this.#now();
    const claimed = {
      claimed_at: new Date(now),
      sent_at: null,
      ended_at: null,
    };
    const taken = await this.#of(episode)
      .where(query =>
        query
          .where('ended_at', '<', new Date(since))
          .orWhere(unsent =>
            unsent
              .whereNull('sent_at')
              .where('claimed_at', '<', new Date(now - CLAIM_MS)),
          ),
      )
      .update(claimed);
    if (taken > 0) return true;
    const { service, environment } = episode;
    const inserted = await this.#knex(TABLE)
      .insert({ service, environment, ...claimed })
      .onConflict(['service', 'environment'])
      .ignore()
      .returning('service');
    return inserted.length > 0;
  }

  async sent(episode: Episode): Promise<void> {
    await this.#of(episode).update({ sent_at: new Date(this.#now()) });
  }

  /** Whether it is the caller who ended it. */
  async end(episode: Episode): Promise<boolean> {
    const now = this.#now();
    const ended = await this.#of(episode)
      .whereNotNull('sent_at')
      .whereNull('ended_at')
      .update({ ended_at: new Date(now) });
    await this.#knex(TABLE)
      .where('ended_at', '<', new Date(now - KEPT_MS))
      .delete();
    return ended > 0;
  }

  #of({ service, environment }: Episode) {
    return this.#knex(TABLE).where({ service, environment });
  }
}
