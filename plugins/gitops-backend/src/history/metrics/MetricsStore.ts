import type { DeploymentResult } from 'backstage-plugin-gitops-common';
import type { Knex } from 'knex';
import { newestFirst, PageEnd } from '../../promotions/store/pages';
import { iso, Time } from '../../promotions/store/rows';
import { inPlaces, isInPlaces, MAX_NAMED, Place } from '../Place';
import type { Measured } from './Measured';
import { ms, packed, unpacked } from './packed';

const TABLE = 'gitops_deployments';
/** Rows that are read at once for a page */
const SLICE = 500;
/** Slices that are read for a page: one that finds little ends early, and has a next one */
const MAX_SLICES = 20;

/** A window of time. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** A deployment that is counted, as a list shows it. Times are ISO 8601. */
export interface CountedRow {
  readonly id: string;
  readonly application: string;
  readonly result: DeploymentResult;
  readonly version?: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly healthyAt?: string;
}

interface Row {
  id: string;
  application: string;
  service: string | null;
  environment: string;
  result: DeploymentResult;
  version: string | null;
  started_at: Time;
  finished_at: Time;
  healthy_at: Time | null;
}

type Ended = [
  result: DeploymentResult,
  finishedAt: number,
  healthyAt: number | null,
];

/** Deployments of an Application. */
interface Packed extends Pick<Row, 'application' | 'service' | 'environment'> {
  packed: string | unknown[][];
}

/** What delivery metrics read from the history: only rows of the places that are given. */
export class MetricsStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /** What ended in the window in one environment. */
  async ended(
    environment: string,
    places: readonly Place[],
    window: Window,
  ): Promise<Measured[]> {
    const rows: Packed[] = await this.#inWindow(environment, places, window)
      .groupBy('application', 'environment', 'service')
      .select(
        'application',
        'environment',
        'service',
        packed(this.#knex, ['result', 'finished_at', 'healthy_at']),
      );
    return rows.filter(isInPlaces(places)).flatMap(row =>
      unpacked<Ended>(row.packed).map(([result, finishedAt, healthyAt]) => ({
        application: row.application,
        result,
        finishedAt,
        healthyAt: healthyAt ?? undefined,
      })),
    );
  }

  /** When the first deployment ended whose result is known. */
  async recordedSince(
    environment: string,
    places: readonly Place[],
  ): Promise<number | undefined> {
    const query = this.#knex(TABLE)
      .where({ environment })
      .whereIn('result', ['succeeded', 'failed'])
      .orderBy('finished_at')
      .limit(1)
      .select('finished_at');
    const [row]: Row[] = await this.#named(query, places);
    return row && ms(row.finished_at);
  }

  /** The last one first. @returns where the next page begins, undefined after the last one */
  async page(options: {
    environment: string;
    places: readonly Place[];
    window: Window;
    before?: PageEnd;
    limit: number;
  }): Promise<{ items: CountedRow[]; next?: PageEnd }> {
    const { environment, places, window, limit } = options;
    const isIn = isInPlaces(places);
    const items: CountedRow[] = [];
    let end = options.before;
    for (let slice = 0; slice < MAX_SLICES; slice++) {
      const rows: Row[] = await this.#before(
        this.#inWindow(environment, places, window),
        end,
      );
      for (const row of rows) {
        if (isIn(row)) {
          if (items.length === limit) return { items, next: end };
          items.push(countedOf(row));
        }
        end = { at: iso(row.finished_at)!, id: row.id };
      }
      if (rows.length < SLICE) return { items };
    }
    return { items, next: end };
  }

  #inWindow(
    environment: string,
    places: readonly Place[],
    { from, to }: Window,
  ): Knex.QueryBuilder {
    const query = this.#knex(TABLE)
      .where({ environment })
      .where('finished_at', '>=', from)
      .where('finished_at', '<', to);
    return this.#named(query, places);
  }

  #named(query: Knex.QueryBuilder, places: readonly Place[]) {
    return places.length <= MAX_NAMED ? query.where(inPlaces(places)) : query;
  }

  #before(query: Knex.QueryBuilder, end: PageEnd | undefined) {
    newestFirst(query, 'finished_at', end);
    return query
      .limit(SLICE)
      .select(
        'id',
        'application',
        'service',
        'environment',
        'result',
        'version',
        'started_at',
        'finished_at',
        'healthy_at',
      );
  }
}

function countedOf(row: Row): CountedRow {
  return {
    id: row.id,
    application: row.application,
    result: row.result,
    version: row.version ?? undefined,
    startedAt: iso(row.started_at)!,
    finishedAt: iso(row.finished_at)!,
    healthyAt: iso(row.healthy_at),
  };
}
