import type { Knex } from 'knex';
import { Postgres, startPostgres } from '../../__testUtils__/startPostgres';
import { memoryDatabase } from '../../promotions/__testUtils__/memoryDatabase';
import { deployment, iso, minute, place } from '../__testUtils__/deployments';
import { historyStore } from '../HistoryStore';

jest.setTimeout(120_000);

const window = { from: minute(0), to: minute(1_000) };

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

    it('reads when their versions were first healthy there, and first came to the first environment', async () => {
      const found = await store.arrivals.read(
        'production',
        ['dev'],
        all,
        window,
      );
      expect(found).toEqual([
        {
          version: expect.any(Number),
          arrivedAt: minute(11).getTime(),
          startedAt: minute(0).getTime(),
        },
      ]);
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
    await store.deployments.save([
      deployment('search', 'dev', 40, { version: '2.0.0' }),
    ]);
    const places = [place('search', 'dev'), place('search', 'production')];
    expect(
      await store.arrivals.read('production', ['dev'], places, window),
    ).toHaveLength(1);
  });
});
