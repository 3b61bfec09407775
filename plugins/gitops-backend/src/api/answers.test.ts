import type { PromotionPlan } from 'backstage-plugin-gitops-common';
import { RecordedServer } from '../__testUtils__/RecordedServer';
import {
  component,
  eventually,
  startGitops,
} from '../__testUtils__/startGitops';
import { startPromotions } from '../__testUtils__/startPromotions';
import { claimEndpoints } from './claimRoutes';
import { deploymentEndpoints } from './deploymentRoutes';
import { fleetEndpoints } from './fleetRoutes';
import { promotionEndpoints } from './promotionEndpoints';
import { promotionListEndpoints } from './promotionListRoutes';
import { serviceEndpoints } from './serviceRoutes';

jest.setTimeout(120_000);

const endpoints = {
  ...serviceEndpoints,
  ...deploymentEndpoints,
  ...claimEndpoints,
  ...fleetEndpoints,
  ...promotionEndpoints,
  ...promotionListEndpoints,
};

/**
 * Fails where an answer misses something that its schema has, or has something that is not in it.
 */
function expectDescribed(operation: keyof typeof endpoints, answer: object) {
  // Parsing drops what a schema does not have
  expect(endpoints[operation].answer.parse(answer)).toEqual(answer);
}

describe('answers about what a real Argo CD was recorded to answer', () => {
  const services = ['alpha', 'catalog', 'orders', 'payments', 'search'];
  let argocd: RecordedServer;
  let gitops: Awaited<ReturnType<typeof startGitops>>;

  beforeAll(async () => {
    argocd = await RecordedServer.start();
    gitops = await startGitops({
      entities: [
        ...services.map(name => component(name)),
        component('confused', {
          'argocd/app-name': 'a',
          'argocd/app-selector': 'b=c',
        }),
      ],
      gitops: {
        argocd: {
          instances: [
            { name: 'eu', url: argocd.url, token: argocd.token },
            { name: 'gone', url: 'http://127.0.0.1:1', token: 'marker' },
          ],
        },
        environments: [
          { name: 'dev', promotion: 'imageUpdater' },
          { name: 'staging' },
          { name: 'production' },
        ],
      },
    });
    await eventually(
      () => gitops.get('/v1/instances'),
      ({ body }) =>
        body.items[0].applications === argocd.items.length &&
        body.items[1].reason !== null,
    );
  });
  afterAll(async () => {
    await gitops.stop();
    await argocd.stop();
  });

  it.each([
    ['environments', '/v1/environments'],
    ['instances', '/v1/instances'],
    ['claimProblems', '/v1/applications?unclaimed=service&limit=2'],
  ] as const)('of %s are as they are described', async (operation, path) => {
    const { body } = await gitops.get(path).expect(200);
    expect(body.items.length).toBeGreaterThan(0);
    expectDescribed(operation, body);
  });

  it.each(services)(
    'of the service %s are as they are described',
    async name => {
      const { body } = await eventually(
        () => gitops.deployments(name).expect(200),
        answer => answer.body.environments.length > 0,
      );
      expect(body.service).toBe(`component:default/${name}`);
      expectDescribed('serviceDeployments', body);
    },
  );

  it('of a service with a wrong annotation are as they are described', async () => {
    const { body } = await gitops.deployments('confused').expect(200);
    expect(body.problems).toHaveLength(1);
    expectDescribed('serviceDeployments', body);
  });

  it('of the fleet are as they are described', async () => {
    const { body } = await gitops.get('/v1/fleet').expect(200);
    expect(body.services.map(({ ref }: { ref: string }) => ref).sort()).toEqual(
      services.map(name => `component:default/${name}`),
    );
    expectDescribed('fleet', body);
  });

  it('of the keys of a service in all its environments are as they are described', async () => {
    const { body } = await gitops
      .get('/v1/services/component/default/payments/secret-keys')
      .expect(200);
    expect(body.keys).toContainEqual(
      expect.objectContaining({
        key: 'STRIPE_KEY',
        cells: expect.objectContaining({
          production: expect.objectContaining({ state: 'missing' }),
        }),
      }),
    );
    expectDescribed('serviceSecretKeys', body);
  });

  it.each(['payments-production', 'orders-production', 'search-test'])(
    'of the details of %s are as they are described',
    async name => {
      const { body } = await gitops
        .get(`/v1/deployments/eu/argocd/${name}`)
        .expect(200);
      expect(body.resources.length).toBeGreaterThan(0);
      expectDescribed('applicationDetails', body);
    },
  );
});

it('answers about promotions are as they are described, to their ends', async () => {
  const lab = await startPromotions();
  try {
    const replica = await lab.replica();
    const service = 'component:default/ledger';
    const request = { service, from: 'staging', to: 'preprod' };
    const page = async () => {
      const path = 'services/component/default/ledger';
      const { body } = await replica.get(path).expect(200);
      expect(body.missing).toEqual([]);
      expect(body.transitions).not.toEqual([]);
      expectDescribed('service', body);
    };

    const plan = await replica.post('promotions/plan', request).expect(200);
    expect((plan.body as PromotionPlan).changes).not.toEqual([]);
    expectDescribed('planPromotion', plan.body);

    const asked = { ...request, reason: 'It is time' };
    const made = await replica.post('promotions', asked).expect(201);
    expectDescribed('promote', made.body);
    const { promotion } = made.body;
    const again = await replica.post('promotions', asked).expect(200);
    expectDescribed('promote', again.body);

    expectDescribed('promotion', await replica.untilOpen(promotion));
    await page();
    const merge = `promotions/${promotion.id}/merge`;
    const merged = await replica.post(merge).expect(200);
    expectDescribed('mergePromotion', merged.body);
    const ended = await replica.untilEnded(promotion);
    expect(ended.state).toBe('succeeded');
    expectDescribed('promotion', ended);
    await page();

    const back = `promotions/${promotion.id}/rollback`;
    const backPlan = await replica.post(`${back}/plan`).expect(200);
    expectDescribed('planRollback', backPlan.body);
    const reason = { reason: 'It was not' };
    const backMade = await replica.post(back, reason).expect(201);
    expectDescribed('rollbackPromotion', backMade.body);
    const rollback = await replica.untilOpen(backMade.body.promotion);
    const close = `promotions/${rollback.id}/close`;
    const closed = await replica.post(close).expect(200);
    expectDescribed('closePromotion', closed.body);
    await replica.untilEnded(rollback);
    const retry = `promotions/${rollback.id}/retry`;
    const retried = await replica.post(retry).expect(201);
    expectDescribed('retryPromotion', retried.body);

    const list = await replica.get(`promotions?service=${service}`);
    expect(list.body.items.length).toBeGreaterThan(1);
    expectDescribed('promotions', list.body);
  } finally {
    await lab.close();
  }
});
