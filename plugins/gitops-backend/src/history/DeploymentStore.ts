import type { DeploymentResult } from 'backstage-plugin-gitops-common';
import type { Knex } from 'knex';
import { newestFirst, PageEnd } from '../promotions/store/pages';
import { date, iso, json, parsed, Time } from '../promotions/store/rows';
import type { Deployment } from './Deployment';
import { recordArrivals } from './metrics/ArrivalStore';
import { inPlaces, Place } from './Place';

const TABLE = 'gitops_deployments';
/** Rows that are deleted at once */
const SLICE = 500;

interface Row {
  id: string;
  application: string;
  service: string | null;
  environment: string;
  started_at: Time;
  finished_at: Time;
  healthy_at: Time | null;
  result: string;
  cause: string | null;
  version: string | null;
  images: string;
  revisions: string;
  started_by: string | null;
  is_automated: boolean | number | null;
}

/** Finished deployments in the database, each once. */
export class DeploymentStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /**
   * Takes what is not there yet. Of what is there, it adds how it ended and when it was healthy,
   * where that was not known: whatever was recorded before stays.
   *
   * @param deployments - of different ids, some hundreds at most
   */
  async save(deployments: readonly Deployment[]): Promise<void> {
    if (deployments.length === 0) return;
    // Replicas that write in the same order never wait for each other in a circle
    const rows = deployments.map(rowOf).sort((a, b) => (a.id < b.id ? -1 : 1));
    await this.#knex.transaction(async tx => {
      const changed: Row[] = await tx(TABLE)
        .insert(rows)
        .onConflict('id')
        .merge({
          ...unlessKnown(tx, ['result', 'cause', 'images']),
          ...unlessThere(tx, ['version', 'healthy_at']),
        })
        .whereRaw(
          `(${TABLE}.result = 'unknown' and excluded.result <> 'unknown') or (${TABLE}.healthy_at is null and excluded.healthy_at is not null)`,
        )
        .returning('*');
      await recordArrivals(tx, changed);
    });
  }

  /** Newest first. */
  async page(options: {
    places: readonly Place[];
    before?: PageEnd;
    limit: number;
  }): Promise<Deployment[]> {
    const { places, before, limit } = options;
    if (places.length === 0) return [];
    const query = this.#knex<Row>(TABLE).where(inPlaces(places)).limit(limit);
    newestFirst(query, 'started_at', before);
    return (await query).map(deploymentOf);
  }

  /** Where Applications were while their label named a service. */
  async placesOf(service: string): Promise<Place[]> {
    const rows: Omit<Place, 'service'>[] = await this.#knex(TABLE)
      .where({ service })
      .distinct('application', 'environment');
    return rows.map(one => ({ ...one, service }));
  }

  /** Deletes some of those that finished before. @returns whether there may be more */
  async prune(finishedBefore: Date): Promise<boolean> {
    const old = this.#knex(TABLE)
      .where('finished_at', '<', finishedBefore)
      .select('id')
      .limit(SLICE);
    return (await this.#knex(TABLE).whereIn('id', old).delete()) === SLICE;
  }
}

/** Columns of the result: the first one that is known stays. */
function unlessKnown(tx: Knex, columns: readonly string[]) {
  return merging(columns, column =>
    tx.raw(
      `case when ${TABLE}.result = 'unknown' then excluded.${column} else ${TABLE}.${column} end`,
    ),
  );
}

/** Columns that may be null: the first value stays. */
function unlessThere(tx: Knex, columns: readonly string[]) {
  return merging(columns, column =>
    tx.raw(`coalesce(${TABLE}.${column}, excluded.${column})`),
  );
}

function merging(
  columns: readonly string[],
  by: (column: string) => Knex.Raw,
): Record<string, Knex.Raw> {
  return Object.fromEntries(columns.map(column => [column, by(column)]));
}

function rowOf(deployment: Deployment): Row {
  return {
    id: deployment.id,
    application: deployment.application,
    service: deployment.service ?? null,
    environment: deployment.environment,
    started_at: new Date(deployment.startedAt),
    finished_at: new Date(deployment.finishedAt),
    healthy_at: date(deployment.healthyAt),
    result: deployment.result,
    cause: json(deployment.cause),
    version: deployment.version ?? null,
    images: JSON.stringify(deployment.images),
    revisions: JSON.stringify(deployment.revisions),
    started_by: deployment.startedBy ?? null,
    is_automated: deployment.isAutomated ?? null,
  };
}

function deploymentOf(row: Row): Deployment {
  const { is_automated: isAutomated } = row;
  return {
    id: row.id,
    application: row.application,
    service: row.service ?? undefined,
    environment: row.environment,
    startedAt: iso(row.started_at)!,
    finishedAt: iso(row.finished_at)!,
    healthyAt: iso(row.healthy_at),
    result: row.result as DeploymentResult,
    cause: parsed(row.cause),
    version: row.version ?? undefined,
    images: JSON.parse(row.images),
    revisions: JSON.parse(row.revisions),
    startedBy: row.started_by ?? undefined,
    isAutomated: isAutomated === null ? undefined : Boolean(isAutomated),
  };
}
