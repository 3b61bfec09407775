import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { LRUCache } from 'lru-cache';
import { type Application, applicationKey } from '../argocd/Application';
import type { Clock } from '../inventory/Clock';
import { memoize } from '../memoize';
import { MAX_AGE_OF_KEYS_MS } from './DetailsReader';

const TABLE = 'gitops_secret_refreshes';
/** However many pages are open, the table is read this often at most. */
const FRESH_MS = 1_000;
/** After ExternalSecrets were refreshed, their stores are read within a minute. */
const READ_MS = 60_000;
/** Keys that may be from before that are read again once they are so old. */
const MAX_AGE_MEANWHILE_MS = 2_000;

interface Row {
  application: string;
  refreshed_at: Date | number | string;
}

/** Refreshes of ExternalSecrets: keys from before one are answered by no replica. */
export class SecretRefreshes {
  readonly #knex: Knex;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #logger: Pick<LoggerService, 'warn'>;
  readonly #held = new LRUCache<string, Promise<ReadonlyMap<string, number>>>({
    max: 1,
    ttl: FRESH_MS,
  });

  /** @param knex - of a database that has the table */
  constructor(
    knex: Knex,
    options: { clock: Pick<Clock, 'now'>; logger: Pick<LoggerService, 'warn'> },
  ) {
    this.#knex = knex;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** The Application's ExternalSecrets are being read from their stores. Never throws. */
  async remember(application: Application): Promise<void> {
    try {
      await this.#write(application, this.#clock.now());
    } catch (error) {
      this.#logger.warn(`A refresh of secrets can't be written down: ${error}`);
    }
    this.#held.clear();
  }

  async #write(application: Application, now: number): Promise<void> {
    await this.#knex<Row>(TABLE)
      .insert({
        application: applicationKey(application),
        refreshed_at: new Date(now),
      })
      .onConflict('application')
      .merge();
    await this.#knex<Row>(TABLE)
      .where('refreshed_at', '<', new Date(now - MAX_AGE_OF_KEYS_MS - READ_MS))
      .delete();
  }

  /**
   * How old the Application's keys may be, so that they are of after the last refresh, as far as
   * the database can be read: in milliseconds. Infinity where nobody refreshed them.
   */
  async maxAgeOf(application: Application): Promise<number> {
    const refreshes = await memoize(this.#held, 'all', () => this.#all()).catch(
      error => {
        this.#logger.warn(`Refreshes of secrets can't be read: ${error}`);
        return new Map<string, number>();
      },
    );
    const at = refreshes.get(applicationKey(application));
    return at === undefined
      ? Infinity
      : Math.max(MAX_AGE_MEANWHILE_MS, this.#clock.now() - at - READ_MS);
  }

  async #all(): Promise<ReadonlyMap<string, number>> {
    const since = new Date(this.#clock.now() - MAX_AGE_OF_KEYS_MS - READ_MS);
    const rows = await this.#knex<Row>(TABLE).where('refreshed_at', '>', since);
    return new Map(
      rows.map(one => [one.application, new Date(one.refreshed_at).getTime()]),
    );
  }
}
