import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ServerPermissionClient } from '@backstage/plugin-permission-node';
import request from 'supertest';
import {
  Promotable,
  Replica,
  startPromotions,
} from './__testUtils__/startPromotions';

jest.setTimeout(120_000);

/** As docs/golden-path.md restricts the token of the workflow. */
const permissionNames = [
  'catalog.entity.read',
  'gitops.deployment.read',
  'gitops.promotion.read',
];
const workflow = (names: string[]) => [
  mockServices.httpAuth.factory({
    defaultCredentials: mockCredentials.service('external:promotion-workflow', {
      permissionNames: names,
    }),
  }),
  createServiceFactory({
    service: coreServices.permissions,
    deps: {
      auth: coreServices.auth,
      config: coreServices.rootConfig,
      discovery: coreServices.discovery,
    },
    factory: ({ config, ...services }) =>
      ServerPermissionClient.fromConfig(config, services),
  }),
];

let lab: Promotable;
beforeAll(async () => {
  lab = await startPromotions();
});
afterAll(() => lab.close());

const post = (replica: Replica, path: string, body: object) =>
  request(replica.url).post(`/api/gitops/v1/${path}`).send(body);
const ledger = 'services/component/default/ledger';

describe('the token of the promotion workflow', () => {
  let replica: Replica;
  beforeAll(async () => {
    replica = await lab.replica({ features: workflow(permissionNames) });
  });

  const check = async (body: object) =>
    (await post(replica, `${ledger}/workflow/check`, body).expect(200)).body;

  it('asks whether a version may come, by the build that it was before', async () => {
    const { body } = await request(replica.url).get(`/api/gitops/v1/${ledger}`);
    const { running } = body.deployments.environments.find(
      (one: { environment: string }) => one.environment === 'test',
    );
    const well = { allowed: true, sentence: 'No gate blocks it.' };
    expect(await check({ to: 'staging', version: running })).toEqual(well);
    expect(
      await check({ to: 'staging', version: '99.0.0', build: running }),
    ).toEqual(well);
    expect(await check({ to: 'staging', version: '99.0.0' })).toEqual({
      allowed: false,
      sentence: expect.stringContaining('99.0.0'),
    });
    expect(await check({ to: 'production', version: running })).toEqual({
      allowed: false,
      sentence:
        'production takes no versions by workflow (gitops.environments).',
    });
  });

  it('can do nothing else', async () => {
    for (const [path, body] of [
      [`${ledger}/workflow`, { to: 'staging', version: '1.0.0' }],
      [
        'promotions',
        {
          service: 'component:default/ledger',
          from: 'staging',
          to: 'preprod',
          reason: 'It is time',
        },
      ],
    ] as const)
      expect([path, (await post(replica, path, body)).status]).toEqual([
        path,
        403,
      ]);
  });

  it('is no use without the right to read promotions', async () => {
    const other = await lab.replica({
      features: workflow(permissionNames.slice(0, 2)),
    });
    await post(other, `${ledger}/workflow/check`, {
      to: 'staging',
      version: '1.0.0',
    }).expect(403);
  });
});
