import type { DeploymentState } from 'backstage-plugin-gitops-common';
import type { Knex } from 'knex';
import { date, iso, Time } from '../promotions/store/rows';
import { inPlaces, Place } from './Place';
import type { EndedRun } from '../answers/FleetHistory';
import { advance, Gap, Sighting, VersionRun } from './VersionRun';

const TABLE = 'gitops_version_runs';
/** Rows that are read or deleted at once */
const SLICE = 500;

interface Row {
  id: number;
  slot: string | null;
  application: string;
  service: string | null;
  environment: string;
  version: string;
  state: string;
  since: Time;
  until: Time | null;
  healthy_since: Time | null;
  healthy_until: Time | null;
  changed_at: Time | null;
  artifacts: string | null;
}

/** What was seen to run, in the database: of each Application one run is the last. */
export class VersionStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /**
   * @param sightings - in their order, some hundreds at most
   * @param gapOf - the last time in which nobody watched an instance
   */
  async see(
    sightings: readonly Sighting[],
    gapOf: (instance: string) => Gap | undefined,
  ): Promise<void> {
    await this.#knex.transaction(async tx => {
      const slots = [...new Set(sightings.map(one => one.application))];
      const rows = await tx<Row>(TABLE).whereIn('slot', slots);
      const last = new Map(rows.map(row => [row.slot!, row]));
      for (const sighting of sightings) {
        const { application, instance } = sighting;
        const row = last.get(application);
        const next = advance(row && runOf(row), sighting, gapOf(instance));
        if (!next) continue;
        if (row && next.last) await update(tx, row.id, next.last);
        if (!next.begun && !next.last?.until) {
          if (row && next.last) last.set(application, rowAfter(row, next.last));
          continue;
        }
        last.delete(application);
        if (!next.begun) continue;
        const begun = await begin(tx, next.begun);
        if (begun) last.set(application, begun);
      }
    });
  }

  /**
   * All that have not ended, and the last that have, the last begun first.
   *
   * @param limit - of those that have ended
   */
  async list(places: readonly Place[], limit: number): Promise<VersionRun[]> {
    if (places.length === 0) return [];
    const slots = places.map(({ application }) => application);
    const [lasting, ended] = await Promise.all([
      this.#knex<Row>(TABLE).whereIn('slot', slots).where(inPlaces(places)),
      this.#knex<Row>(TABLE)
        .where(inPlaces(places))
        .whereNull('slot')
        // Times may come from clocks that differ
        .orderBy('id', 'desc')
        .limit(limit),
    ]);
    return [...lasting, ...ended].sort((a, b) => b.id - a.id).map(runOf);
  }

  /** All that have not ended, some hundreds at a time. */
  async *lasting(): AsyncGenerator<VersionRun[]> {
    let rows: Row[] = [];
    do {
      rows = await this.#knex<Row>(TABLE)
        .where('slot', '>', rows.at(-1)?.slot ?? '')
        .orderBy('slot')
        .limit(SLICE);
      yield rows.map(runOf);
    } while (rows.length === SLICE);
  }

  /**
   * Of versions that some Applications run, those that ran of their service in a later environment
   * before and have ended there.
   *
   * @param applications - some hundreds at most
   * @param environments - in the order of promotion
   */
  async ended(
    applications: readonly string[],
    environments: readonly string[],
  ): Promise<EndedRun[]> {
    if (environments.length < 2) return [];
    return this.#knex({ present: TABLE })
      .join({ past: TABLE }, on =>
        on
          .on('past.service', 'present.service')
          .on('past.version', 'present.version'),
      )
      .whereIn('present.slot', applications)
      .where(either => {
        for (const [index, later] of environments.slice(1).entries())
          either.orWhere(both =>
            both
              .where('past.environment', later)
              .whereIn('present.environment', environments.slice(0, index + 1)),
          );
      })
      .whereNull('past.slot')
      .distinct(
        'past.application',
        'past.service',
        'past.environment',
        'past.version',
      );
  }

  /** Where Applications were while their label named a service. */
  async placesOf(service: string): Promise<Place[]> {
    const rows: Omit<Place, 'service'>[] = await this.#knex(TABLE)
      .where({ service })
      .distinct('application', 'environment');
    return rows.map(one => ({ ...one, service }));
  }

  /** Deletes some of those that ended before. @returns whether there may be more */
  async prune(endedBefore: Date): Promise<boolean> {
    const old = this.#knex(TABLE)
      .where('until', '<', endedBefore)
      .select('id')
      .limit(SLICE);
    return (await this.#knex(TABLE).whereIn('id', old).delete()) === SLICE;
  }
}

async function update(tx: Knex, id: number, run: VersionRun): Promise<void> {
  await tx<Row>(TABLE)
    .where({ id })
    // Another replica may have ended it meanwhile
    .whereNotNull('slot')
    .update(columnsOf(run));
}

/** Undefined where another replica was faster: it saw the same. */
async function begin(tx: Knex, run: VersionRun): Promise<Row | undefined> {
  const [row] = await tx<Row>(TABLE)
    .insert(columnsOf(run))
    .onConflict('slot')
    .ignore()
    .returning('*');
  return row;
}

function rowAfter(row: Row, run: VersionRun): Row {
  return { ...row, ...columnsOf(run) };
}

function columnsOf(run: VersionRun): Omit<Row, 'id'> {
  return {
    slot: run.until ? null : run.application,
    application: run.application,
    service: run.service ?? null,
    environment: run.environment,
    version: run.version,
    state: run.state,
    since: new Date(run.since),
    until: date(run.until),
    healthy_since: date(run.healthySince),
    healthy_until: date(run.healthyUntil),
    changed_at: date(run.changedAt),
    artifacts: run.artifacts ? JSON.stringify(run.artifacts) : null,
  };
}

function runOf(row: Row): VersionRun {
  return {
    application: row.application,
    service: row.service ?? undefined,
    environment: row.environment,
    version: row.version,
    state: row.state as DeploymentState,
    since: iso(row.since)!,
    until: iso(row.until),
    healthySince: iso(row.healthy_since),
    healthyUntil: iso(row.healthy_until),
    changedAt: iso(row.changed_at),
    artifacts: row.artifacts ? JSON.parse(row.artifacts) : undefined,
  };
}
