import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { Time } from '../../promotions/store/rows';
import { MAX_NAMED, Place } from '../Place';
import type { Arrival } from './Measured';
import type { Window } from './MetricsStore';
import { ms, packed, unpacked } from './packed';

const VERSIONS = 'gitops_versions';
const ARRIVALS = 'gitops_version_arrivals';
/** Versions that are deleted at once */
const SLICE = 500;

/** A row of a deployment, as the database holds it. */
export interface Deployed {
  readonly application: string;
  readonly service: string | null;
  readonly environment: string;
  readonly version: string | null;
  readonly started_at: Time;
  readonly finished_at: Time;
  readonly healthy_at: Time | null;
}

interface VersionRow {
  service: string;
  version: string;
  last_at: Date;
}

interface ArrivalRow {
  version: number;
  environment: string;
  place: number;
  started_at: Time;
  healthy_at: Time | null;
}

/** A version here, with its arrival elsewhere or at another place here. */
type Pair = [
  version: number,
  here: number,
  arrivedAt: number,
  other: number,
  /** Where that place is here, when it was healthy; elsewhere, when it started */
  otherAt: number,
];

/**
 * When each version of a service first came to each Application. It is kept when a deployment is
 * saved, because a search among a million deployments takes seconds.
 *
 * Its rows are narrow, and versions are numbered as they appear: what metrics read of some weeks
 * lies together, and is little.
 */
export class ArrivalStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /**
   * When versions became healthy in an environment in the window, and when they first came to the
   * first environments. Those that were healthy there before are in it with that time too.
   *
   * @param places - in all these environments
   */
  async read(
    environment: string,
    firstEnvironments: readonly string[],
    places: readonly Place[],
    { from, to }: Window,
  ): Promise<Arrival[]> {
    const environments = new Map(
      places.map(place => [placeNumber(place), place.environment]),
    );
    const arrived = this.#knex({ here: ARRIVALS })
      .where('here.environment', environment)
      .where('here.healthy_at', '>=', from)
      .where('here.healthy_at', '<', to);
    // The sum keeps PostgreSQL from looking for the lowest among the versions of all times
    const [{ lowest, highest }] = await arrived
      .clone()
      .min({ lowest: this.#knex.raw('here.version + 0') })
      .max({ highest: 'here.version' });
    if (lowest === null) return [];
    const query = arrived
      .join({ other: ARRIVALS }, 'other.version', 'here.version')
      // Nothing more is meant by it: without it, PostgreSQL reads the rows of all versions
      .whereBetween('other.version', [lowest, highest])
      .whereIn('other.environment', [environment, ...firstEnvironments])
      .where(elsewhere =>
        elsewhere
          .whereNot('other.environment', environment)
          .orWhere('other.healthy_at', '<', from),
      );
    if (places.length <= MAX_NAMED)
      query.whereIn('here.place', [...environments.keys()]);
    const pairs = query.select(
      'here.version',
      { here: 'here.place', arrived_at: 'here.healthy_at' },
      'other.place',
      this.#knex.raw(
        'case when other.environment = here.environment then other.healthy_at else other.started_at end as other_at',
      ),
    );
    const [{ packed: all }] = await this.#knex
      .from(pairs.as('pairs'))
      .select(
        packed(this.#knex, [
          'version',
          'here',
          'arrived_at',
          'place',
          'other_at',
        ]),
      );
    const arrivals: Arrival[] = [];
    for (const pair of unpacked<Pair>(all)) {
      const [version, here, arrivedAt, other, otherAt] = pair;
      const where = environments.get(other);
      if (!environments.has(here) || where === undefined) continue;
      if (where === environment) arrivals.push({ version, arrivedAt: otherAt });
      else arrivals.push({ version, arrivedAt, startedAt: otherAt });
    }
    return arrivals;
  }

  /** Deletes some that were last deployed before. @returns whether there may be more */
  async prune(deployedBefore: Date): Promise<boolean> {
    return this.#knex.transaction(async tx => {
      // Locked, so that nobody adds an arrival meanwhile
      const old: number[] = await tx(VERSIONS)
        .where('last_at', '<', deployedBefore)
        .limit(SLICE)
        .forUpdate()
        .pluck('id');
      await tx(ARRIVALS).whereIn('version', old).delete();
      await tx(VERSIONS).whereIn('id', old).delete();
      return old.length === SLICE;
    });
  }
}

/**
 * The same deployments may be recorded again, in any order.
 *
 * @param tx - that saves the deployments
 */
export async function recordArrivals(
  tx: Knex,
  deployments: readonly Deployed[],
): Promise<void> {
  const known = deployments.filter(isOfVersion);
  if (known.length === 0) return;
  const ids = await idsOf(tx, known);
  const arrivals = new Map<string, ArrivalRow>();
  for (const one of known) {
    const arrival: ArrivalRow = {
      version: ids.get(keyOf(one))!,
      environment: one.environment,
      place: placeNumber(one),
      started_at: one.started_at,
      healthy_at: one.healthy_at,
    };
    const key = JSON.stringify([keyOf(one), arrival.place]);
    const other = arrivals.get(key);
    arrivals.set(key, other ? first(arrival, other) : arrival);
  }
  const earlier = (column: string) =>
    tx.raw(
      `case when excluded.${column} < ${ARRIVALS}.${column} then excluded.${column} else coalesce(${ARRIVALS}.${column}, excluded.${column}) end`,
    );
  await tx(ARRIVALS)
    .insert(inOrder(arrivals))
    .onConflict(['version', 'environment', 'place'])
    .merge({
      started_at: earlier('started_at'),
      healthy_at: earlier('healthy_at'),
    });
}

type OfVersion = Deployed & { service: string; version: string };

function isOfVersion(one: Deployed): one is OfVersion {
  return one.service !== null && one.version !== null;
}

/**
 * Stands for an Application in an environment under its label. Of 48 bits, which a number holds and
 * which no two of a million places are likely to share.
 */
export function placeNumber({
  application,
  environment,
  service,
}: Place): number {
  return createHash('sha256')
    .update(JSON.stringify([application, environment, service]))
    .digest()
    .readUIntBE(0, 6);
}

function keyOf({ service, version }: OfVersion): string {
  return JSON.stringify([service, version]);
}

/** Numbers of the versions, which they get when they are first seen. */
async function idsOf(
  tx: Knex,
  deployments: readonly OfVersion[],
): Promise<Map<string, number>> {
  const versions = new Map<string, VersionRow>();
  for (const one of deployments) {
    const { service, version } = one;
    const before = versions.get(keyOf(one))?.last_at.getTime() ?? 0;
    const last_at = new Date(Math.max(ms(one.finished_at), before));
    versions.set(keyOf(one), { service, version, last_at });
  }
  const rows = await tx(VERSIONS)
    .insert(inOrder(versions))
    .onConflict(['service', 'version'])
    .merge({
      last_at: tx.raw(
        `case when excluded.last_at > ${VERSIONS}.last_at then excluded.last_at else ${VERSIONS}.last_at end`,
      ),
    })
    .returning(['id', 'service', 'version']);
  return new Map(rows.map(row => [keyOf(row), row.id]));
}

/** Replicas that write the same rows in the same order never wait for each other in a circle. */
function inOrder<Row>(rows: ReadonlyMap<string, Row>): Row[] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function first(one: ArrivalRow, other: ArrivalRow): ArrivalRow {
  const times = [one.healthy_at, other.healthy_at].flatMap(time => time ?? []);
  return {
    ...one,
    started_at: earliest([one.started_at, other.started_at]),
    healthy_at: times.length > 0 ? earliest(times) : null,
  };
}

function earliest(times: readonly Time[]): Time {
  return times.reduce((a, b) => (ms(b) < ms(a) ? b : a));
}
