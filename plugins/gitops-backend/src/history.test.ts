import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  countedDeploymentsSchema,
  deliveryMetricsSchema,
  type DeploymentHistory,
  deploymentHistorySchema,
  type SeenVersions,
  seenVersionsSchema,
} from 'backstage-plugin-gitops-common';
import { ifRule, policyOf } from './__testUtils__/ownersPolicy';
import { RecordedServer } from './__testUtils__/RecordedServer';
import { recordedItems } from './__testUtils__/recordings';
import {
  component,
  eventually,
  startGitops,
} from './__testUtils__/startGitops';
import { startPromotions } from './__testUtils__/startPromotions';
import { memoryDatabase } from './promotions/__testUtils__/memoryDatabase';

jest.setTimeout(120_000);

/** Bob sees dev, Carl what is in the project of team A, Dora nothing. */
const policy = policyOf((user, permission) => {
  if (permission !== 'gitops.deployment.read') return undefined;
  switch (user) {
    case 'user:default/bob':
      return ifRule('IN_ENVIRONMENT', { environments: ['dev'] });
    case 'user:default/carl':
      return ifRule('IN_PROJECT', { projects: ['nobodys'] });
    case 'user:default/dora':
      return { result: AuthorizeResult.DENY };
    default:
      return undefined;
  }
});

describe('the history of a service that a real Argo CD was recorded with', () => {
  const knex = memoryDatabase();
  let argocd: RecordedServer;
  let gitops: Awaited<ReturnType<typeof startGitops>>;

  const ask = (user: string, path: string, service = 'payments') =>
    gitops
      .get(`/v1/services/component/default/${service}/${path}`)
      .set(
        'Authorization',
        mockCredentials.user.header(`user:default/${user}`),
      );
  const history = async (user: string, query = '') =>
    (await ask(user, `history${query}`)).body as DeploymentHistory;
  const versions = async (user: string, query = '') =>
    (await ask(user, `versions${query}`)).body as SeenVersions;
  const environmentsIn = (answer: { items: { environment: string }[] }) => [
    ...new Set(answer.items.map(({ environment }) => environment)),
  ];

  beforeAll(async () => {
    argocd = await RecordedServer.start();
    gitops = await startGitops({
      entities: [component('payments'), component('orders')],
      gitops: {
        argocd: {
          instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
        },
      },
      features: [
        policy,
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => ({ getClient: async () => knex }),
        }),
      ],
    });
    await eventually(
      () => history('ana'),
      answer => environmentsIn(answer).length === 2,
    );
    await eventually(
      () => versions('ana'),
      ({ items }) => items.length > 0,
    );
    await eventually(
      () => history('ana'),
      ({ watchedSince }) => watchedSince !== null,
    );
  });
  afterAll(async () => {
    await gitops.stop();
    await argocd.stop();
  });

  it('has its deployments as they are described, newest first', async () => {
    const answer = await history('ana');
    expect(deploymentHistorySchema.parse(answer)).toEqual(answer);
    const starts = answer.items.map(({ startedAt }) => startedAt);
    expect(starts).toEqual([...starts].sort().reverse());
    expect(
      answer.items.find(({ environment }) => environment === 'production'),
    ).toMatchObject({
      name: 'payments-production',
      result: 'failed',
      cause: { code: 'secretKeyMissing' },
      reason: expect.stringContaining('STRIPE_KEY is missing'),
      promotion: null,
    });
    expect(answer).toMatchObject({ next: null, notRecordedSince: null });
  });

  it('has the versions that were seen, and whether they run', async () => {
    const answer = await versions('ana');
    expect(seenVersionsSchema.parse(answer)).toEqual(answer);
    expect(answer.items).toMatchObject([
      {
        environment: 'dev',
        state: 'healthy',
        until: null,
        healthyUntil: null,
        isRunning: true,
        applications: [
          { instance: 'eu', namespace: 'argocd', name: 'payments-dev' },
        ],
      },
    ]);
  });

  it('comes in pages, and of one environment', async () => {
    const dev = await history('ana', '?environment=dev');
    expect(environmentsIn(dev)).toEqual(['dev']);
    const all = await history('ana');
    expect(all.items.length).toBeGreaterThan(1);
    const first = await history('ana', '?limit=1');
    expect(first.items).toEqual(all.items.slice(0, 1));
    const rest = await history('ana', `?before=${first.next}`);
    expect(rest.items).toEqual(all.items.slice(1));
    expect((await history('ana', '?environment=moon')).items).toEqual([]);
  });

  it.each([
    ['history?before=yesterday', 'is not the next of a page'],
    ['history?limit=0', 'limit'],
    ['versions?limit=1', 'limit'],
  ])('refuses %s', async (path, message) => {
    const { status, body } = await ask('ana', path);
    expect(status).toBe(400);
    expect(body.error.message).toContain(message);
  });

  it('shows a caller what they may see and no more', async () => {
    expect(environmentsIn(await history('bob'))).toEqual(['dev']);
    expect(environmentsIn(await versions('bob'))).toEqual(['dev']);
    expect((await ask('bob', 'versions?to=production')).status).toBe(404);
    expect((await history('bob', '?environment=production')).items).toEqual([]);
    expect((await history('carl')).items).toEqual([]);
    expect((await ask('dora', 'history')).status).toBe(403);
    expect((await ask('dora', 'versions')).status).toBe(403);
    expect((await ask('ana', 'history', 'nothing')).status).toBe(404);
  });

  describe('delivery metrics', () => {
    const read = (user: string, query: string, path = 'metrics') =>
      gitops
        .get(`/v1/${path}?${query}`)
        .set(
          'Authorization',
          mockCredentials.user.header(`user:default/${user}`),
        );

    it('count what a caller may see and no more, and name nobody', async () => {
      const production =
        'environment=production&from=2000-01-01T00:00:00Z&to=2000-06-01T00:00:00Z';
      const { body } = await read('ana', production).expect(200);
      expect(deliveryMetricsSchema.parse(body)).toEqual(body);
      expect(body).toMatchObject({ environment: 'production', services: 2 });
      const bobs = await read('bob', production).expect(200);
      expect(bobs.body).toMatchObject({ services: 0, recordedSince: null });
      const carls = await read('carl', 'environment=dev').expect(200);
      expect(carls.body).toMatchObject({ services: 0 });
      expect((await read('dora', 'environment=dev')).status).toBe(403);
    });

    it('list the deployments that they count', async () => {
      const { startedAt } = (await history('ana', '?environment=production'))
        .items[0];
      const from = new Date(Date.parse(startedAt) - 1).toISOString();
      const to = new Date(Date.parse(startedAt) + 86_400_000).toISOString();
      const query = `environment=production&from=${from}&to=${to}&service=component:default/payments`;
      const { body } = await read('ana', query).expect(200);
      const { body: list } = await read('ana', query, 'metrics/deployments');
      expect(countedDeploymentsSchema.parse(list)).toEqual(list);
      const { failures } = body;
      expect(list.items).toHaveLength(failures.n + failures.unknown);
      expect(list.items[0]).toMatchObject({
        service: 'component:default/payments',
        name: 'payments-production',
      });
      expect(JSON.stringify([body, list])).not.toMatch(/startedBy|admin/);
      const hidden = await read('bob', query, 'metrics/deployments');
      expect(hidden.body).toEqual({ items: [], next: null });
    });

    it.each([
      ['environment=moon', 404, 'There is no environment moon'],
      ['', 400, 'environment is missing'],
      [
        'environment=dev&from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z',
        400,
        'from has to be before to',
      ],
      [
        'environment=dev&from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z',
        400,
        'a year apart',
      ],
      ['environment=dev&by=day', 400, 'by'],
    ])('refuse %s', async (query, status, message) => {
      const answer = await read('ana', query);
      expect(answer.status).toBe(status);
      expect(answer.body.error.message).toContain(message);
    });
  });

  it('stays where the Application is deleted, for those who may see the service there', async () => {
    const deleted = recordedItems('list-masked-with-faults').find(
      ({ metadata }) => metadata.name === 'payments-production',
    );
    const before = await history('ana', '?environment=production');
    argocd.items = argocd.items.filter(
      one => (one as typeof deleted)!.metadata.name !== 'payments-production',
    );
    await eventually(
      async () => argocd.openStreams,
      open => open === 1,
    );
    argocd.tell('DELETED', deleted);
    await eventually(
      () => gitops.deployments('payments'),
      ({ body }) => !JSON.stringify(body).includes('payments-production'),
    );
    expect(before.items.length).toBeGreaterThan(0);
    expect((await history('ana', '?environment=production')).items).toEqual(
      before.items,
    );
    expect(environmentsIn(await history('bob'))).toEqual(['dev']);
    expect((await history('carl')).items).toEqual([]);
  });

  it('says so while the database is down, and what runs is shown on', async () => {
    await knex.destroy();
    const { status, body } = await ask('ana', 'history');
    expect(status).toBe(503);
    expect(body.error.message).toMatch(
      /^The history cannot be read because the database/,
    );
    expect((await ask('ana', 'versions')).status).toBe(503);
    const { body: shown } = await gitops.deployments('payments').expect(200);
    expect(shown.environments.length).toBeGreaterThan(0);
  });
});

it('names the promotion that brought a deployment, and has both versions of it', async () => {
  const lab = await startPromotions();
  try {
    const replica = await lab.replica();
    const promotion = await replica.promote('ledger', 'staging', 'preprod');
    await replica.untilOpen(promotion);
    await replica.post(`promotions/${promotion.id}/merge`).expect(200);
    expect((await replica.untilEnded(promotion)).state).toBe('succeeded');
    const service = 'services/component/default/ledger';
    const { body } = await eventually(
      () => replica.get(`${service}/history?environment=preprod`),
      answer => answer.body.items[0]?.promotion === promotion.id,
    );
    expect(body.items[0]).toMatchObject({
      result: 'succeeded',
      version: promotion.version,
      isAutomated: true,
    });
    expect(
      body.items.slice(1).map((one: { promotion: string }) => one.promotion),
    ).not.toContain(promotion.id);
    const { body: seen } = await eventually(
      () => replica.get(`${service}/versions?environment=preprod`),
      answer => answer.body.items.length === 2,
    );
    expect(seen.items).toMatchObject([
      { version: promotion.version, isRunning: true, until: null },
      { version: promotion.previous, isRunning: false },
    ]);
    expect(seen.items[1].until).not.toBeNull();

    const { body: choice } = await replica.get(
      `${service}/versions?to=production`,
    );
    expect(seenVersionsSchema.parse(choice)).toEqual(choice);
    expect(choice.candidates[0]).toMatchObject({
      version: promotion.version,
      from: 'preprod',
      runsIn: expect.arrayContaining(['staging', 'preprod']),
      isPromotable: true,
      why: null,
    });
    const back = await replica.get(
      `${service}/versions?from=preprod&to=preprod`,
    );
    expect(
      back.body.candidates.map(
        (one: { version: string; isPromotable: boolean }) => [
          one.version,
          one.isPromotable,
        ],
      ),
    ).toEqual([
      [promotion.version, false],
      [promotion.previous, true],
    ]);
    const rolled = await replica.post(
      `promotions/${promotion.id}/rollback/plan`,
      { version: promotion.previous },
    );
    expect(rolled.body).toMatchObject({
      kind: 'rollback',
      version: promotion.previous,
      seen: { isRunning: false },
    });
    // A version of its past that nobody saw
    await replica
      .post(`promotions/${promotion.id}/rollback/plan`, { version: '0.0.1' })
      .expect(409);
  } finally {
    await lab.close();
  }
});
