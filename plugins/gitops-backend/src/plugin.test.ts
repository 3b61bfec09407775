import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { aliveChannel } from 'backstage-plugin-gitops-common';
import {
  listedApplication,
  reader,
  recordedItems,
} from './__testUtils__/recordings';
import { isWell } from './argocd/Application';
import { RecordedServer } from './__testUtils__/RecordedServer';
import {
  component,
  eventually,
  startGitops,
} from './__testUtils__/startGitops';

const environments = [
  { name: 'dev' },
  { name: 'test' },
  { name: 'staging' },
  { name: 'preprod' },
  { name: 'production' },
];

const entities = [
  component('payments'),
  component('orders', {}, 'group:default/team-b'),
  component('catalog'),
  component('search'),
  component('alpha'),
  component('legacy', { 'argocd/app-name': 'legacy-production' }),
  component('nowhere'),
  component('confused', {
    'argocd/app-name': 'a',
    'argocd/app-selector': 'b=c',
  }),
];

let argocd: RecordedServer;
beforeEach(async () => {
  argocd = await RecordedServer.start();
});
afterEach(() => argocd.stop());

type Options = Omit<Parameters<typeof startGitops>[0], 'gitops'>;

async function started(options: Options = {}) {
  const gitops = await startGitops({
    entities,
    gitops: {
      argocd: {
        instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
      },
      environments,
    },
    ...options,
  });
  await eventually(
    () => gitops.get('/v1/instances'),
    ({ body }) =>
      body.items?.[0].applications === argocd.items.length || body.error,
  );
  return gitops;
}

interface Answered {
  environments: {
    environment: string;
    state: string;
    reason: string;
    running: string;
    wanted: string;
  }[];
}

const environmentOf = (body: Answered, name: string) =>
  body.environments.find(({ environment }) => environment === name);

/** Whether a listed item is the Application of that name. */
function isNamed(one: unknown, { metadata }: { metadata: { name: string } }) {
  return (
    (one as { metadata?: { name?: string } }).metadata?.name === metadata.name
  );
}

describe('gitops', () => {
  it.each([
    [
      'payments',
      'production',
      {
        state: 'failed',
        running: null,
        wanted: '1.5.0',
        nothingRuns: true,
        reason: /STRIPE_KEY/,
      },
    ],
    [
      'orders',
      'production',
      {
        state: 'failed',
        running: '1.5.1',
        wanted: '1.6.0',
        reason: /migration of 1\.6\.0 failed/,
      },
    ],
    [
      'catalog',
      'staging',
      {
        state: 'unknown',
        running: '1.7.2',
        reason: /missing\.yaml does not exist/,
      },
    ],
    [
      'search',
      'test',
      { state: 'suspended', running: '1.8.7', reason: /paused/ },
    ],
    [
      'legacy',
      'production',
      { state: 'notDeployed', running: null, reason: /by hand/ },
    ],
    [
      'alpha',
      'production',
      { state: 'waiting', running: null, reason: /step 3, after staging/ },
    ],
  ])(
    'tells the truth about %s in %s over HTTP',
    async (service, environment, { reason, ...expected }) => {
      const { deployments } = await started();
      const { body } = await eventually(
        () => deployments(service),
        answer =>
          reason.test(environmentOf(answer.body, environment)?.reason ?? ''),
      );
      expect(environmentOf(body, environment)).toMatchObject({
        ...expected,
        staleSince: null,
      });
    },
  );

  it('lists the environments of a service in their order, the others as not seen', async () => {
    const { deployments } = await started();
    const { body } = await deployments('alpha');
    expect(
      body.environments.map((one: { environment: string; state: string }) => [
        one.environment,
        one.state,
      ]),
    ).toEqual([
      ['dev', 'healthy'],
      ['test', 'notDeployed'],
      ['staging', 'healthy'],
      ['preprod', 'notDeployed'],
      ['production', expect.stringMatching(/waiting|notDeployed/)],
    ]);
    expect(body.environments[0].applications[0]).toMatchObject({
      instance: 'eu',
      name: 'alpha-dev',
      url: `${argocd.url}/applications/argocd/alpha-dev`,
    });
  });

  it('reaches Argo CD for none of a thousand views', async () => {
    // What is moving is read again by itself
    argocd.items = argocd.items.filter(one => isWell(reader.read(one)));
    const { deployments } = await started();
    await deployments('orders').expect(200);
    await eventually(
      () => Promise.resolve(argocd.requests.length),
      settledAt(),
    );
    const before = argocd.requests.length;
    for (let view = 0; view < 100; view++)
      await Promise.all(
        Array.from({ length: 10 }, () => deployments('orders')),
      );
    expect(argocd.requests.length).toBe(before);
  });

  it('answers 304 to who has the answer already, and anew after a change', async () => {
    const { deployments } = await started();
    const first = await deployments('inventory').expect(404);
    expect(first.body.error.message).toContain('component:default/inventory');
    const { headers } = await deployments('search').expect(200);
    await eventually(
      () => deployments('search'),
      ({ body }) => /paused/.test(environmentOf(body, 'test')?.reason ?? ''),
    );
    const { headers: present } = await deployments('search').expect(200);
    await deployments('search').set('If-None-Match', present.etag).expect(304);
    await deployments('search').set('If-None-Match', '"other"').expect(200);
    expect(headers['cache-control']).toBe('private, no-cache, no-transform');

    await eventually(
      () => Promise.resolve(argocd.openStreams),
      open => open === 1,
    );
    const [item] = recordedItems('list-masked-with-faults').filter(
      ({ metadata }) => metadata.name === 'search-dev',
    );
    argocd.tell('MODIFIED', {
      ...item,
      status: { ...statusOf(item), health: { status: 'Degraded' } },
    });
    const changed = await eventually(
      () => deployments('search').set('If-None-Match', present.etag),
      ({ status }) => status === 200,
    );
    expect(environmentOf(changed.body, 'dev')?.state).toBe('degraded');
  });

  it('signals a change to those who look at the service, and to no others', async () => {
    const published: string[] = [];
    const signals = createServiceFactory({
      service: signalsServiceRef,
      deps: {},
      factory: () => ({
        async publish({ channel }) {
          if (channel !== aliveChannel) published.push(channel);
        },
      }),
    });
    const { deployments } = await started({ features: [signals] });
    await deployments('search').expect(200);
    await eventually(
      () => Promise.resolve(argocd.openStreams),
      open => open === 1,
    );
    for (const name of ['search-dev', 'orders-dev']) {
      const [item] = recordedItems('list-masked-with-faults').filter(
        ({ metadata }) => metadata.name === name,
      );
      argocd.tell('MODIFIED', {
        ...item,
        status: { ...statusOf(item), health: { status: 'Degraded' } },
      });
    }
    await eventually(
      () => Promise.resolve(published.length),
      count => count > 0,
    );
    expect(new Set(published)).toEqual(
      new Set(['gitops:service:component:default/search']),
    );
  });

  it('moves an Application between environments when its label changes', async () => {
    const { deployments } = await started();
    await eventually(
      () => Promise.resolve(argocd.openStreams),
      open => open === 1,
    );
    const [item] = recordedItems('list-masked-with-faults').filter(
      ({ metadata }) => metadata.name === 'search-dev',
    );
    const moved = {
      ...item,
      metadata: {
        ...item.metadata,
        labels: { 'app.kubernetes.io/name': 'search', environment: 'preprod' },
      },
    };
    // The list that follows the first event has it as well
    argocd.items = [...argocd.items.filter(one => !isNamed(one, item)), moved];
    argocd.tell('MODIFIED', moved);
    const { body } = await eventually(
      () => deployments('search'),
      answer => environmentOf(answer.body, 'dev')?.state === 'notDeployed',
    );
    const preprod = body.environments.find(
      (one: { environment: string }) => one.environment === 'preprod',
    );
    expect(
      preprod.applications.map(({ name }: { name: string }) => name).sort(),
    ).toEqual(['search-dev', 'search-preprod']);
  });

  it('says which annotation it cannot use, and why', async () => {
    const { deployments } = await started();
    const { body } = await deployments('confused').expect(200);
    expect(body).toMatchObject({
      environments: [],
      problems: [
        {
          annotation: 'argocd/app-name',
          message: expect.stringContaining('Keep one of them'),
        },
      ],
    });
  });

  it('answers what was looked for where nothing is found', async () => {
    const { deployments } = await started();
    const { body } = await deployments('nowhere').expect(200);
    expect(body).toMatchObject({
      environments: [],
      selector: 'app.kubernetes.io/name=nowhere',
      instances: [{ name: 'eu', staleSince: null, reason: null }],
    });
  });

  it('reads details on demand: once for many viewers, with keys but no values', async () => {
    const { get, deployments } = await started();
    await eventually(
      () => deployments('payments'),
      ({ body }) =>
        /STRIPE/.test(environmentOf(body, 'production')?.reason ?? ''),
    );
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        get('/v1/deployments/eu/argocd/payments-production').expect(200),
      ),
    );
    // Nothing but details reads a resource
    expect(
      argocd.requests.filter(path => path.endsWith('/resource')),
    ).toHaveLength(1);
    expect(answers[0].body).toMatchObject({
      deployment: { state: 'failed', wanted: '1.5.0' },
      applicationSet: 'services',
      automatedSync: true,
      operation: { phase: 'Failed', retries: 3 },
      resources: [
        { kind: 'ExternalSecret', wave: -2, operationPhase: 'Failed' },
        { kind: 'Deployment' },
        { kind: 'Service' },
      ],
      secretKeys: [
        {
          key: 'DATABASE_URL',
          state: 'notConfirmed',
          remoteKey: 'production/payments',
        },
        {
          key: 'STRIPE_KEY',
          state: 'missing',
          remoteKey: 'production/payments',
        },
      ],
      unavailable: [],
    });
  });

  it('refuses details of what belongs to no service that the caller may see', async () => {
    const { get } = await started();
    for (const path of [
      'eu/argocd/redis-dev',
      'eu/argocd/no-such',
      'other/argocd/payments-dev',
    ]) {
      const { status, body } = await get(`/v1/deployments/${path}`);
      expect(status).toBe(404);
      // Not by Argo CD, which is not to be asked
      expect(body.error.message).toContain('that you may see');
    }
  });

  it('asks every caller who they are', async () => {
    const { get } = await started({
      features: [
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
      ],
    });
    const paths = [
      '/v1/environments',
      '/v1/instances',
      '/v1/services/component/default/orders/deployments',
      '/v1/deployments/eu/argocd/orders-dev',
    ];
    for (const path of paths) expect((await get(path)).status).toBe(401);
  });

  it('shows only what the permission policy lets a caller see', async () => {
    const permissions = mockServices.permissions.mock({
      authorize: async () => [{ result: AuthorizeResult.DENY }],
      authorizeConditional: async questions =>
        questions.map(({ permission: { name } }) =>
          name === 'catalog.entity.read'
            ? { result: AuthorizeResult.ALLOW }
            : {
                result: AuthorizeResult.CONDITIONAL,
                pluginId: 'gitops',
                resourceType: 'gitops-deployment',
                conditions: {
                  allOf: [
                    {
                      rule: 'IS_ENTITY_OWNER',
                      resourceType: 'gitops-deployment',
                      params: { claims: ['group:default/team-b'] },
                    },
                    {
                      not: {
                        rule: 'IN_ENVIRONMENT',
                        resourceType: 'gitops-deployment',
                        params: { environments: ['production'] },
                      },
                    },
                  ],
                },
              },
        ),
    });
    const { deployments, get } = await startGitops({
      entities,
      gitops: {
        argocd: {
          instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
        },
        environments,
      },
      features: [permissions.factory],
    });
    const { body } = await eventually(
      () => deployments('orders'),
      answer => answer.body.environments?.length > 0,
    );
    expect(
      body.environments.map(
        ({ environment }: { environment: string }) => environment,
      ),
    ).toEqual(['dev', 'test', 'staging', 'preprod']);
    expect(body.isRestricted).toBe(true);
    expect((await deployments('payments').expect(200)).body).toMatchObject({
      environments: [],
      isRestricted: true,
    });
    for (const [name, reason] of [
      ['orders-production', 'that you may see'],
      ['payments-dev', 'that you may see'],
      // Nothing was recorded of it, but it is asked for
      ['orders-dev', 'no longer has orders-dev'],
    ]) {
      const details = await get(`/v1/deployments/eu/argocd/${name}`);
      expect(details.body.error.message).toContain(reason);
    }
    await get('/v1/instances').expect(403);
  });

  it('shows nothing of an entity that the catalog hides from the caller', async () => {
    const permissions = mockServices.permissions.mock({
      authorizeConditional: async questions =>
        questions.map(({ permission: { name } }) =>
          name === 'catalog.entity.read'
            ? {
                result: AuthorizeResult.CONDITIONAL,
                pluginId: 'catalog',
                resourceType: 'catalog-entity',
                conditions: {
                  rule: 'IS_ENTITY_OWNER',
                  resourceType: 'catalog-entity',
                  params: { claims: ['group:default/team-b'] },
                },
              }
            : { result: AuthorizeResult.ALLOW },
        ),
    });
    // The catalog that applies the rule: a user sees what team B owns, the backend all
    const all = catalogServiceMock({ entities });
    const catalog = catalogServiceMock.mock({
      async getEntitiesByRefs(request, options) {
        const { items } = await all.getEntitiesByRefs({
          entityRefs: request.entityRefs,
        });
        const isUser = JSON.stringify(options).includes('"user"');
        const isOwned = (entity?: Entity) =>
          entity?.relations?.some(
            ({ targetRef }) => targetRef === 'group:default/team-b',
          );
        return {
          items: items.map(one => (isUser && !isOwned(one) ? undefined : one)),
        };
      },
    });
    const { deployments } = await startGitops({
      gitops: {
        argocd: {
          instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
        },
      },
      features: [permissions.factory, catalog.factory],
    });
    expect((await deployments('payments')).status).toBe(404);
    expect((await deployments('orders')).status).toBe(200);
  });

  it('denies all where the policy denies', async () => {
    const permissions = mockServices.permissions.mock({
      authorize: async () => [{ result: AuthorizeResult.DENY }],
      authorizeConditional: async questions =>
        questions.map(({ permission: { name } }) => ({
          result: name.startsWith('gitops.')
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
        })),
    });
    const { deployments, get } = await startGitops({
      entities,
      gitops: {
        argocd: {
          instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
        },
        environments,
      },
      features: [permissions.factory],
    });
    expect(
      (await deployments('orders').expect(403)).body.error.message,
    ).toContain('gitops.deployment.read');
    await get('/v1/environments').expect(403);
    await get('/v1/instances').expect(403);
  });

  it('serves its description, and refuses requests that do not fit it', async () => {
    const { get } = await started();
    const { body } = await get('/openapi.json').expect(200);
    expect(body).toMatchObject({
      openapi: '3.1.0',
      servers: [{ url: '/api/gitops' }],
    });
    expect(Object.keys(body.paths)).toContain('/v1/promotions/{id}/rollback');
    await get('/v1/environments?unknown=1').expect(400);
    await get(
      `/v1/services/component/default/${'a'.repeat(300)}/deployments`,
    ).expect(400);
    const { body: list } = await get('/v1/environments').expect(200);
    expect(list.items[1]).toEqual({
      name: 'test',
      title: 'test',
      order: 1,
      from: ['dev'],
      promotion: null,
    });
  });

  it('reads the configuration of the plugins that people have today', async () => {
    const gitops = await startGitops({
      entities,
      config: {
        argocd: {
          appLocatorMethods: [
            {
              type: 'config',
              instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
            },
          ],
        },
      },
    });
    const { body } = await eventually(
      () => gitops.deployments('orders'),
      answer => answer.body.environments?.length > 0,
    );
    expect(
      body.environments.map(
        ({ environment }: { environment: string }) => environment,
      ),
    ).toEqual(['dev', 'test', 'staging', 'preprod', 'production']);
  });

  it('refuses to start with a wrong configuration, and names the place', async () => {
    await expect(
      startGitops({
        gitops: {
          argocd: {
            instances: [{ name: 'eu', url: 'argocd', tokn: 'marker-token' }],
          },
        },
      }),
    ).rejects.toThrow(
      /gitops\.argocd\.instances\[0\]: does not know the key "tokn". Known: name, url,/,
    );
  });
});

function statusOf(item: object): object {
  return 'status' in item && typeof item.status === 'object' && item.status
    ? item.status
    : {};
}

/** True when the same was answered for a while. */
function settledAt(): (count: number) => boolean {
  let last = -1;
  let same = 0;
  return count => {
    same = count === last ? same + 1 : 0;
    last = count;
    return same > 10;
  };
}

it('has the recorded Applications', () => {
  expect(listedApplication('payments-dev').labels).toEqual({
    'app.kubernetes.io/name': 'payments',
    environment: 'dev',
  });
});
