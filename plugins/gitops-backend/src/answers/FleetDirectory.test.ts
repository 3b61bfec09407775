import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { application } from '../__testUtils__/builtEntry';
import { component } from '../__testUtils__/startGitops';
import { ServiceLocator } from '../environments/ServiceLocator';
import { FleetDirectory } from './FleetDirectory';

const label = 'app.kubernetes.io/name';
const orders = application({
  name: 'orders-dev',
  labels: { [label]: 'orders' },
});

function setUp() {
  const world = { now: 0, known: [] as string[] };
  const directory = new FleetDirectory({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities: [] }),
    entities: {
      async get(ref) {
        const name = ref.split('/')[1];
        return world.known.includes(name) ? component(name) : undefined;
      },
    },
    locator: new ServiceLocator({
      serviceLabel: label,
      instances: ['eu-central'],
      catalogNamespaces: ['default'],
    }),
    inventory: {
      all: () => [{ application: orders }][Symbol.iterator](),
    },
    clock: { now: () => world.now },
    logger: mockServices.logger.mock(),
  });
  return {
    world,
    async ownersOfOrders() {
      const { directory: read } = await directory.read([orders]);
      return read
        .claimsOf(orders)
        .ownership.owners.map(({ metadata }) => metadata.name);
    },
  };
}

it('reads a catalog that was empty again after five seconds, as it may just be starting', async () => {
  const { world, ownersOfOrders } = setUp();
  expect(await ownersOfOrders()).toEqual([]);
  world.known = ['orders'];
  world.now = 4_000;
  expect(await ownersOfOrders()).toEqual([]);
  world.now = 5_000;
  expect(await ownersOfOrders()).toEqual(['orders']);
});

it('keeps for a minute what a catalog has', async () => {
  const { world, ownersOfOrders } = setUp();
  world.known = ['orders'];
  expect(await ownersOfOrders()).toEqual(['orders']);
  world.known = [];
  world.now = 59_000;
  expect(await ownersOfOrders()).toEqual(['orders']);
  world.now = 60_000;
  expect(await ownersOfOrders()).toEqual([]);
});
