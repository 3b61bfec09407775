import type { Knex } from 'knex';
import { Postgres, startPostgres } from '../../__testUtils__/startPostgres';
import { memoryDatabase } from '../../promotions/__testUtils__/memoryDatabase';
import { Deployment, deploymentId } from '../Deployment';
import { historyStore } from '../HistoryStore';
import type { Place } from '../Place';

jest.setTimeout(120_000);

const minute = (count: number) =>
  new Date(Date.parse('2026-03-02T00:00:00Z') + count * 60_000);
const iso = (count: number) => minute(count).toISOString();
const window = { from: minute(0), to: minute(1_000) };

/** Begins a minute before it ends, and is healthy a minute after that. */
function deployment(
  service: string,
  environment: string,
  at: number,
  given: Partial<Deployment> = {},
): Deployment {
  const application = `eu/argocd/${service}-${environment}`;
  return {
    id: deploymentId(application, iso(at - 1)),
    application,
    service,
    environment,
    startedAt: iso(at - 1),
    finishedAt: iso(at),
    healthyAt: iso(at + 1),
    result: 'succeeded',
    version: '1.0.0',
    images: [],
    revisions: [],
    ...given,
  };
}

const place = (service: string, environment: string): Place => ({
  application: `eu/argocd/${service}-${environment}`,
  environment,
  service,
});

/** More than are named in a statement */
const others = Array.from({ length: 250 }, (_, index) =>
  place(`other-${index}`, 'production'),
);

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const databases = {
  SQLite: (): Knex => memoryDatabase(),
  PostgreSQL: (): Knex => postgres.connect(),
};

describe.each(['SQLite', 'PostgreSQL'] as const)('metrics on %s', name => {
  let store: ReturnType<typeof historyStore>;
  let knex: Knex;
  beforeAll(async () => {
    knex = databases[name]();
    await knex.migrate.latest({
      directory: `${__dirname}/../../../migrations`,
    });
    store = historyStore(knex);
    await store.deployments.save([
      deployment('orders', 'production', -10),
      deployment('orders', 'dev', 1, { version: '1.1.0' }),
      deployment('orders', 'dev', 5, { version: '1.1.0' }),
      deployment('orders', 'production', 10, { version: '1.1.0' }),
      deployment('orders', 'production', 20, {
        version: '1.1.0',
        result: 'failed',
        healthyAt: undefined,
      }),
      deployment('orders', 'production', 30, {
        version: undefined,
        result: 'unknown',
        healthyAt: undefined,
      }),
      deployment('payments', 'dev', 2, { version: '1.1.0' }),
      deployment('payments', 'production', 12, { version: '1.1.0' }),
      deployment('orders', 'production', 40, {
        service: 'renamed',
        version: '1.1.0',
      }),
      deployment('orders', 'production', 1_000),
    ]);
  });
  afterAll(() => knex.destroy());

  describe.each([
    ['of few places', []],
    ['of many places', others],
  ])('%s', (_, more) => {
    const here = [place('orders', 'production'), ...more];
    const all = [place('orders', 'dev'), ...here];

    it('reads what ended in the window, of the given Applications under their label', async () => {
      expect(await store.metrics.ended('production', here, window)).toEqual([
        {
          application: 'eu/argocd/orders-production',
          result: 'succeeded',
          finishedAt: minute(10).getTime(),
          healthyAt: minute(11).getTime(),
        },
        {
          application: 'eu/argocd/orders-production',
          result: 'failed',
          finishedAt: minute(20).getTime(),
          healthyAt: undefined,
        },
        {
          application: 'eu/argocd/orders-production',
          result: 'unknown',
          finishedAt: minute(30).getTime(),
          healthyAt: undefined,
        },
      ]);
    });

    it('reads when their versions were first deployed, there and in the first environment', async () => {
      const found = await store.metrics.arrivals(
        'production',
        ['dev'],
        all,
        window,
      );
      expect(
        found
          .map(({ release: hash, ...arrival }) => arrival)
          .sort((a, b) => a.startedAt - b.startedAt),
      ).toEqual([
        {
          environment: 'dev',
          application: 'eu/argocd/orders-dev',
          startedAt: minute(0).getTime(),
          healthyAt: minute(2).getTime(),
        },
        {
          environment: 'production',
          application: 'eu/argocd/orders-production',
          startedAt: minute(9).getTime(),
          healthyAt: minute(11).getTime(),
        },
      ]);
      expect(new Set(found.map(({ release }) => release)).size).toBe(1);
    });

    it('lists what is counted page by page, the last one first', async () => {
      const page = { environment: 'production', places: here, window };
      const first = await store.metrics.page({ ...page, limit: 2 });
      expect(first.items.map(({ finishedAt }) => finishedAt)).toEqual([
        iso(30),
        iso(20),
      ]);
      const second = await store.metrics.page({
        ...page,
        limit: 2,
        before: first.next,
      });
      expect(second.items).toMatchObject([
        { result: 'succeeded', version: '1.1.0', finishedAt: iso(10) },
      ]);
      expect(second.next).toBeUndefined();
    });

    it('knows since when results are recorded', async () => {
      expect(await store.metrics.recordedSince('production', here)).toBe(
        minute(-10).getTime(),
      );
      expect(await store.metrics.recordedSince('moon', here)).toBeUndefined();
    });
  });

  it('finds the version of a deployment that only became known later', async () => {
    const late = deployment('search', 'production', 50, {
      result: 'unknown',
      version: undefined,
    });
    await store.deployments.save([late]);
    await store.deployments.save([
      { ...late, result: 'succeeded', version: '2.0.0' },
    ]);
    const places = [place('search', 'production')];
    expect(
      await store.metrics.arrivals('production', [], places, window),
    ).toHaveLength(1);
  });
});
