import type { Knex } from 'knex';
import { Postgres, startPostgres } from '../../__testUtils__/startPostgres';
import { memoryDatabase } from '../../promotions/__testUtils__/memoryDatabase';
import { deployment, iso, minute, place } from '../__testUtils__/deployments';
import { Deployment, deploymentId } from '../Deployment';
import { HistoryStore, historyStore } from '../HistoryStore';
import type { Place } from '../Place';
import { leadTimesOf } from './leadTimes';

jest.setTimeout(120_000);

const window = { from: minute(0), to: minute(1_000) };

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const databases = {
  SQLite: (): Knex => memoryDatabase(),
  PostgreSQL: (): Knex => postgres.connect(),
};

describe.each(['SQLite', 'PostgreSQL'] as const)('arrivals on %s', name => {
  let store: HistoryStore;
  let knex: Knex;
  beforeAll(async () => {
    knex = databases[name]();
    await knex.migrate.latest({
      directory: `${__dirname}/../../../migrations`,
    });
    store = historyStore(knex);
  });
  afterAll(() => knex.destroy());

  const read = async (service: string) =>
    (
      await store.arrivals.read(
        'production',
        ['dev'],
        [place(service, 'dev'), place(service, 'production')],
        window,
      )
    ).map(({ arrivedAt, startedAt }) => ({
      arrivedAt: new Date(arrivedAt).toISOString(),
      startedAt: startedAt && new Date(startedAt).toISOString(),
    }));

  it('are of the first deployment, whatever order they are saved in, by whom and how often', async () => {
    const all = [
      deployment('orders', 'production', 30),
      deployment('orders', 'production', 10),
      deployment('orders', 'production', 20, { healthyAt: undefined }),
      deployment('orders', 'dev', 8),
      deployment('orders', 'dev', 5),
    ];
    for (const one of all) await store.deployments.save([one]);
    const replica = historyStore(knex);
    await Promise.all([
      replica.deployments.save(all),
      store.deployments.save([...all].reverse()),
    ]);
    expect(await read('orders')).toEqual([
      { startedAt: iso(4), arrivedAt: iso(11) },
    ]);
  });

  it('are healthy when the first one of several deployments was, though that became known last', async () => {
    const first = deployment('carts', 'production', 10, {
      result: 'failed',
      healthyAt: undefined,
    });
    await store.deployments.save([
      deployment('carts', 'dev', 5),
      first,
      deployment('carts', 'production', 20),
    ]);
    await store.deployments.save([{ ...first, healthyAt: iso(15) }]);
    expect(await read('carts')).toEqual([
      { startedAt: iso(4), arrivedAt: iso(15) },
    ]);
  });

  it('know where a version was healthy at another place before the window', async () => {
    const west = (one: Deployment): Deployment => ({
      ...one,
      id: deploymentId('us', one.startedAt),
      application: 'us/argocd/tax-production',
    });
    await store.deployments.save([
      deployment('tax', 'dev', -50),
      west(deployment('tax', 'production', -10)),
      deployment('tax', 'production', 10),
    ]);
    const places = [
      place('tax', 'dev'),
      place('tax', 'production'),
      {
        ...place('tax', 'production'),
        application: 'us/argocd/tax-production',
      },
    ];
    const arrivals = (of: Place[]) =>
      store.arrivals.read('production', ['dev'], of, window);
    expect(leadTimesOf(await arrivals(places))).toMatchObject([
      { arrivedAt: minute(-9).getTime() },
    ]);
    // For a caller who does not see the other place, this is the first time
    expect(leadTimesOf(await arrivals(places.slice(0, 2)))).toMatchObject([
      { arrivedAt: minute(11).getTime() },
    ]);
    expect(await arrivals(places.slice(1, 2))).toEqual([]);
  });

  it('of an Application that was given to another service do not count for that', async () => {
    await store.deployments.save([
      deployment('search', 'dev', 5),
      deployment('search', 'production', 10),
      deployment('search', 'production', 20, { service: 'finder' }),
    ]);
    expect(await read('search')).toHaveLength(1);
  });

  it('are not saved without the deployment, nor it without them', async () => {
    const rename = (from: string, to: string) =>
      knex.schema.renameTable(from, to);
    await rename('gitops_version_arrivals', 'gone');
    const all = [
      deployment('stock', 'dev', 5),
      deployment('stock', 'production', 10),
    ];
    await expect(store.deployments.save(all)).rejects.toMatchObject({
      message: expect.stringContaining('gitops_version_arrivals'),
    });
    await rename('gone', 'gitops_version_arrivals');
    const places = [place('stock', 'production')];
    expect(await store.deployments.page({ places, limit: 10 })).toEqual([]);
    await store.deployments.save(all);
    expect(await read('stock')).toHaveLength(1);
  });

  it('stay while their version is deployed, and go when it was last deployed before what is kept', async () => {
    await store.deployments.save([
      deployment('mail', 'dev', 5),
      deployment('mail', 'production', 10),
      deployment('mail', 'production', 200),
      deployment('news', 'dev', 5),
      deployment('news', 'production', 10),
    ]);
    await store.deployments.prune(minute(100));
    expect(await store.arrivals.prune(minute(100))).toBe(false);
    expect(await read('mail')).toEqual([
      { startedAt: iso(4), arrivedAt: iso(11) },
    ]);
    expect(await read('news')).toEqual([]);
    await store.arrivals.prune(minute(300));
    expect(await read('mail')).toEqual([]);
  });
});
