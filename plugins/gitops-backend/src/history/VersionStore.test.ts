import { memoryDatabase } from '../promotions/__testUtils__/memoryDatabase';
import type { Sighting } from './VersionRun';
import { VersionStore } from './VersionStore';

const knex = memoryDatabase();
const store = new VersionStore({ knex });
beforeAll(() =>
  knex.migrate.latest({ directory: `${__dirname}/../../migrations` }),
);
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

it('knows which versions that run somewhere have ended in an environment', async () => {
  const devs = ['orders', 'carts', 'stock'].map(
    service => `eu/argocd/${service}-dev`,
  );
  for (const service of ['orders', 'carts', 'stock']) {
    await see(service, 'dev', '2.0.0');
    await see(service, 'production', '1.0.0');
  }
  expect(await store.ended(devs, 'production')).toEqual([]);
  // Rolled back
  await see('orders', 'production', '2.0.0');
  await see('orders', 'production', '1.0.0');
  // Scaled down
  await see('carts', 'production', '2.0.0');
  await see('carts', 'production', undefined);
  const ended = await store.ended(devs, 'production');
  expect(ended.map(({ service }) => service).sort()).toEqual([
    'carts',
    'orders',
  ]);
  expect(ended).toContainEqual({
    application: 'eu/argocd/orders-production',
    service: 'orders',
    version: '2.0.0',
  });
  expect(await store.ended(devs, 'staging')).toEqual([]);
  expect(await store.ended(devs.slice(2), 'production')).toEqual([]);
});
