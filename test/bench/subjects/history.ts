import { resolve } from 'node:path';
import knexFactory, { Knex } from 'knex';
import { startPostgres } from '../../../plugins/gitops-backend/src/__testUtils__/startPostgres';
import {
  HistoryStore,
  historyStore,
} from '../../../plugins/gitops-backend/src/history/HistoryStore';
import { placeNumber } from '../../../plugins/gitops-backend/src/history/metrics/ArrivalStore';
import { deliveryMetrics } from '../../../plugins/gitops-backend/src/history/metrics/deliveryMetrics';
import {
  WEEK_MS,
  weekOf,
} from '../../../plugins/gitops-backend/src/history/metrics/weeks';
import type { Place } from '../../../plugins/gitops-backend/src/history/Place';
import { tell } from '../subject';

/** Milliseconds that each kind of answer took, and how large the database is. */
export interface HistoryReport {
  rows: number;
  megabytes: number;
  filledInSeconds: number;
  pages: number[];
  laterPages: number[];
  versions: number[];
  writes: number[];
  serviceMetrics: number[];
  fleetMetrics: number[];
}

export interface HistoryTask {
  database: 'SQLite' | 'PostgreSQL';
  folder: string;
  deployments: number;
}

const SERVICES = 1_000;
const environments = ['dev', 'test', 'staging', 'preprod', 'production'];
const SAMPLES = 200;
const FLEET_SAMPLES = 50;
const START = Date.parse('2026-01-01T00:00:00Z');
const STEP_MS = 60_000;

async function main(task: HistoryTask): Promise<void> {
  const postgres =
    task.database === 'PostgreSQL' ? await startPostgres() : undefined;
  const knex =
    postgres?.connect() ??
    knexFactory({
      client: 'better-sqlite3',
      connection: { filename: resolve(task.folder, 'history.sqlite') },
      useNullAsDefault: true,
    });
  try {
    await knex.migrate.latest({
      directory: resolve('plugins/gitops-backend/migrations'),
    });
    tell(await measured(knex, task));
  } finally {
    await knex.destroy();
    await postgres?.stop();
  }
}

async function measured(
  knex: Knex,
  { deployments: rows, database }: HistoryTask,
): Promise<HistoryReport> {
  const startedAt = performance.now();
  await fill(knex, rows, database);
  // As a database does by itself in time: before that, no index is read alone
  await knex.raw(database === 'PostgreSQL' ? 'vacuum analyze' : 'analyze');
  const filledInSeconds = (performance.now() - startedAt) / 1000;
  const store = historyStore(knex);
  const report: HistoryReport = {
    rows,
    megabytes: (await sizeOf(knex, database)) / 1e6,
    filledInSeconds,
    pages: [],
    laterPages: [],
    versions: [],
    writes: [],
    serviceMetrics: [],
    fleetMetrics: [],
  };
  for (let sample = 0; sample < SAMPLES; sample++) {
    const service = `service-${(sample * 7919) % SERVICES}`;
    const [page, pageMs] = await timed(() => pageOf(store, service));
    report.pages.push(pageMs);
    const { startedAt: at, id } = page.at(-1)!;
    const before = { at, id };
    const [, laterMs] = await timed(() => pageOf(store, service, before));
    report.laterPages.push(laterMs);
    const [, versionsMs] = await timed(async () => {
      const places = await store.versions.placesOf(service);
      return store.versions.list(places, 250);
    });
    report.versions.push(versionsMs);
    const [, writeMs] = await timed(() => store.deployments.save(page));
    report.writes.push(writeMs);
    const [, metricsMs] = await timed(() =>
      metricsOf(store, rows, placesOf([service])),
    );
    report.serviceMetrics.push(metricsMs);
  }
  const everywhere = placesOf(
    Array.from({ length: SERVICES }, (_, index) => `service-${index}`),
  );
  for (let sample = 0; sample < FLEET_SAMPLES; sample++) {
    const [{ failures, leadTime }, ms] = await timed(() =>
      metricsOf(store, rows, everywhere),
    );
    if (failures.n === 0 || leadTime?.n === 0)
      throw new Error('Nothing was counted');
    report.fleetMetrics.push(ms);
  }
  return report;
}

/** What the route reads, for one who may see all of a service. */
async function pageOf(
  store: HistoryStore,
  service: string,
  before?: { at: string; id: string },
) {
  const places = await store.deployments.placesOf(service);
  const page = await store.deployments.page({ places, before, limit: 50 });
  if (page.length === 0) throw new Error(`${service} has no deployments`);
  await store.watches.all();
  await store.promotionsOf(`component:default/${service}`, page);
  return page;
}

/** What the route of metrics reads and works out, for the last twelve weeks. */
async function metricsOf(
  { metrics, arrivals: arrived }: HistoryStore,
  rows: number,
  places: readonly Place[],
) {
  const environment = 'production';
  const to = START + rows * STEP_MS;
  const from = weekOf(to) - 12 * WEEK_MS;
  const window = { from: new Date(from), to: new Date(to) };
  const here = places.filter(place => place.environment === environment);
  const [deployments, arrivals, recordedSince] = await Promise.all([
    metrics.ended(environment, here, window),
    arrived.read(environment, ['dev'], places, window),
    metrics.recordedSince(environment, here),
  ]);
  return deliveryMetrics({
    environment,
    firstEnvironments: ['dev'],
    from,
    to,
    recordedSince,
    deployments,
    arrivals,
    services: SERVICES,
  });
}

function placesOf(services: readonly string[]): Place[] {
  return services.flatMap(service =>
    ['dev', 'production'].map(environment => placeOf(service, environment)),
  );
}

function placeOf(service: string, environment: string): Place {
  const application = `eu-central/argocd/${service}-${environment}`;
  return { application, environment, service };
}

/** One deployment after the other, each of another Application. The database makes them itself. */
async function fill(
  knex: Knex,
  count: number,
  database: HistoryTask['database'],
): Promise<void> {
  const { numbers, id, at } = dialects[database];
  const round = SERVICES * environments.length;
  const service = `'service-' || (i % ${SERVICES})`;
  const environment = `case (i / ${SERVICES}) % ${
    environments.length
  } ${environments
    .map((name, index) => `when ${index} then '${name}'`)
    .join(' ')} end`;
  const application = `'eu-central/argocd/' || ${service} || '-' || ${environment}`;
  const version = `'1.' || (i / ${round}) || '.0'`;
  await knex.raw(`
    insert into gitops_deployments (id, application, service, environment, started_at, finished_at,
      healthy_at, result, version, images, revisions, is_automated)
    select ${id}, ${application}, ${service}, ${environment}, ${at(0)}, ${at(
    20_000,
  )},
      ${at(
        60_000,
      )}, case when i % 20 = 0 then 'failed' else 'succeeded' end, ${version},
      '["registry.example.com/' || ${service} || ':' || ${version} || '"]', '["' || ${id} || '"]', true
    from ${numbers(count)}`);
  const places = environments.flatMap((name, index) =>
    Array.from({ length: SERVICES }, (_, number) => ({
      at: index * SERVICES + number,
      place: placeNumber(placeOf(`service-${number}`, name)),
    })),
  );
  // A version comes to one environment after the other, to the first one when it is new
  await knex.raw(`
    insert into gitops_versions (service, version, last_at)
    select ${service}, ${version}, ${at(0)}
    from ${numbers(count)} where (i / ${SERVICES}) % ${environments.length} = 0
    order by i`);
  await knex.schema.createTable('bench_places', table => {
    table.integer('at').primary();
    table.bigInteger('place').notNullable();
  });
  await knex.batchInsert('bench_places', places, 200);
  await knex.raw(`
    insert into gitops_version_arrivals (version, environment, place, started_at, healthy_at)
    select (i / ${round}) * ${SERVICES} + i % ${SERVICES} + 1, ${environment}, place, ${at(
    0,
  )}, ${at(60_000)}
    from ${numbers(count)} join bench_places on bench_places.at = i % ${round}
    order by i`);
  await knex.schema.dropTable('bench_places');
  await knex.raw(`
    insert into gitops_version_runs (application, service, environment, version, state, since, until,
      healthy_since, healthy_until)
    select ${application}, ${service}, ${environment}, ${version}, 'healthy', ${at(
    0,
  )},
      ${at(round * STEP_MS)}, ${at(0)}, ${at(round * STEP_MS)}
    from ${numbers(count)}`);
}

const dialects = {
  SQLite: {
    numbers: (count: number) =>
      `(with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${count}) select i from n)`,
    // In no order, as hashes are
    id: "printf('%016x%016x', (i * 2654435761) % 4294967296, i)",
    at: (ms: number) => `${START} + i * ${STEP_MS} + ${ms}`,
  },
  PostgreSQL: {
    numbers: (count: number) => `generate_series(0, ${count} - 1) as n(i)`,
    id: 'md5(i::text)',
    at: (ms: number) =>
      `to_timestamp((${START} + i::bigint * ${STEP_MS} + ${ms}) / 1000.0)`,
  },
};

async function sizeOf(
  knex: Knex,
  database: HistoryTask['database'],
): Promise<number> {
  if (database === 'PostgreSQL') {
    const { rows } = await knex.raw(
      'select pg_database_size(current_database()) as size',
    );
    return Number(rows[0].size);
  }
  const [{ size }] = await knex.raw(
    'select page_count * page_size as size from pragma_page_count(), pragma_page_size()',
  );
  return Number(size);
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const startedAt = performance.now();
  const result = await work();
  return [result, performance.now() - startedAt];
}

main(JSON.parse(process.argv[2])).then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
