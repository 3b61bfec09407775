import { NotFoundError } from '@backstage/errors';
import { mockCredentials } from '@backstage/backend-test-utils';
import { application } from '../__testUtils__/builtEntry';
import { HistoryCalls, HistoryCallsOptions } from './HistoryCalls';

const orders = application();
const key = 'eu-central/argocd/orders-production';
const service = 'component:default/orders';

interface Given {
  entity?: () => Promise<unknown>;
  placesOf?: () => Promise<unknown>;
  running?: string[];
}

function callsWith({
  entity = async () => ({}),
  placesOf = async () => [],
  running = ['1.5.0'],
}: Given) {
  const recorded = { application: key, environment: 'production' };
  const run = { ...recorded, version: '1.5.0', state: 'healthy' };
  const options = {
    access: {
      service: async () => ({
        service,
        query: { service, by: { service: 'orders' }, problems: [] },
        claims: [
          { application: orders, environment: 'production', isVisible: true },
        ],
        permits: () => true,
      }),
      entity,
    },
    gitops: {
      inventory: { get: () => ({ application: orders }) },
      locator: { serviceLabel: 'service', namesOf: () => [service] },
      deploymentOf: () => ({
        versions: running,
        nothingRuns: false,
        staleSince: null,
      }),
    },
    store: {
      versions: {
        placesOf,
        list: async () => [{ ...run, since: '2026-11-23T05:00:00.000Z' }],
      },
    },
    recorder: {},
  };
  const calls = new HistoryCalls(options as unknown as HistoryCallsOptions);
  return calls.versions({ service }, mockCredentials.user());
}

it('says that the database does not answer where it does not', async () => {
  await expect(
    callsWith({ placesOf: () => Promise.reject(new Error('no connection')) }),
  ).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringContaining('the database of the portal'),
  });
});

it('does not blame the database where the catalog fails', async () => {
  const failure = new NotFoundError('The catalog has no such entity');
  await expect(
    callsWith({ entity: () => Promise.reject(failure) }),
  ).rejects.toBe(failure);
});

it('says of a version that it runs while another one runs beside it', async () => {
  const { items } = await callsWith({ running: ['1.4.0', '1.5.0'] });
  expect(items).toMatchObject([{ version: '1.5.0', isRunning: true }]);
});
