import type { Knex } from 'knex';
import { Postgres, startPostgres } from '../__testUtils__/startPostgres';
import { memoryDatabase } from '../promotions/__testUtils__/memoryDatabase';
import type { Sighting } from './VersionRun';
import { VersionStore } from './VersionStore';

jest.setTimeout(120_000);

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const databases = {
  SQLite: (): Knex => memoryDatabase(),
  PostgreSQL: (): Knex => postgres.connect(),
};

const environments = ['dev', 'staging', 'production'];

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', name => {
  let knex: Knex;
  let store: VersionStore;
  beforeAll(async () => {
    knex = databases[name]();
    store = new VersionStore({ knex });
    await knex.migrate.latest({ directory: `${__dirname}/../../migrations` });
  });
  afterAll(() => knex.destroy());

  let minute = 0;
  const see = (service: string, environment: string, version?: string) => {
    minute += 1;
    const sighting: Sighting = {
      application: `eu/argocd/${service}-${environment}`,
      instance: 'eu',
      service,
      environment,
      version,
      state: 'healthy',
      isHealthy: true,
      at: new Date(minute * 60_000).toISOString(),
    };
    return store.see([sighting], () => undefined);
  };

  it('knows which versions that run somewhere have ended in a later environment', async () => {
    const devs = ['orders', 'carts', 'stock'].map(
      service => `eu/argocd/${service}-dev`,
    );
    for (const service of ['orders', 'carts', 'stock']) {
      await see(service, 'dev', '2.0.0');
      await see(service, 'production', '1.0.0');
    }
    expect(await store.ended(devs, environments)).toEqual([]);
    // Rolled back
    await see('orders', 'production', '2.0.0');
    await see('orders', 'production', '1.0.0');
    // Scaled down
    await see('carts', 'production', '2.0.0');
    await see('carts', 'production', undefined);
    const ended = await store.ended(devs, environments);
    expect(ended.map(({ service }) => service).sort()).toEqual([
      'carts',
      'orders',
    ]);
    expect(ended).toContainEqual({
      application: 'eu/argocd/orders-production',
      service: 'orders',
      environment: 'production',
      version: '2.0.0',
    });
    expect(await store.ended(devs, ['dev', 'staging'])).toEqual([]);
    expect(await store.ended(devs, ['production', 'dev'])).toEqual([]);
    expect(await store.ended(devs, ['production'])).toEqual([]);
    expect(await store.ended(devs.slice(2), environments)).toEqual([]);
    // On its way: staging has left it behind
    await see('stock', 'staging', '2.0.0');
    await see('stock', 'staging', '2.1.0');
    expect(await store.ended(devs.slice(2), environments)).toEqual([
      {
        application: 'eu/argocd/stock-staging',
        service: 'stock',
        environment: 'staging',
        version: '2.0.0',
      },
    ]);
  });
});
