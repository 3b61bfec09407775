import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  gitopsDeploymentReadPermission,
  gitopsPromotionReadPermission,
  Promotion,
  RESOURCE_TYPE_GITOPS_DEPLOYMENT,
} from 'backstage-plugin-gitops-common';
import {
  Promotable,
  Replica,
  startPromotions,
} from './__testUtils__/startPromotions';

jest.setTimeout(120_000);

const reason = 'marker-reason';
const service = 'component:default/ledger';
const toPreprod = { service, from: 'staging', to: 'preprod' };

const onlyPreprod = {
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'gitops',
  resourceType: RESOURCE_TYPE_GITOPS_DEPLOYMENT,
  conditions: {
    rule: 'IN_ENVIRONMENT',
    resourceType: RESOURCE_TYPE_GITOPS_DEPLOYMENT,
    params: { environments: ['preprod'] },
  },
};

function userOf(credentials: unknown): string {
  return (credentials as { principal: { userEntityRef: string } }).principal
    .userEntityRef;
}

/**
 * Ana may do everything; a guest sees deployments; a reader sees promotions too; a stranger sees
 * nothing.
 */
const permissions = createServiceFactory({
  service: coreServices.permissions,
  deps: {},
  factory: () => {
    const decide = (permission: BasicPermission, credentials: unknown) => {
      const user = userOf(credentials);
      const seen = [gitopsDeploymentReadPermission.name, 'catalog.entity.read'];
      const allowed: Record<string, string[]> = {
        'user:default/guest': seen,
        'user:default/reader': [...seen, gitopsPromotionReadPermission.name],
        'user:default/stranger': ['catalog.entity.read'],
      };
      const names = allowed[user];
      const isAllowed = !names || names.includes(permission.name);
      const { ALLOW, DENY } = AuthorizeResult;
      return { result: isAllowed ? ALLOW : DENY } as
        | { result: typeof ALLOW }
        | { result: typeof DENY };
    };
    const authorize = async (
      requests: { permission: unknown }[],
      options: { credentials?: unknown } = {},
    ) =>
      requests.map(({ permission }) =>
        decide(permission as BasicPermission, options.credentials),
      );
    // Knows of preprod only
    const decideConditionally: typeof authorize = async (requests, options) =>
      (await authorize(requests, options)).map((decision, index) =>
        userOf(options?.credentials) === 'user:default/half' &&
        (requests[index].permission as BasicPermission).name !==
          'catalog.entity.read'
          ? (onlyPreprod as unknown as typeof decision)
          : decision,
      );
    return { authorize, authorizeConditional: decideConditionally };
  },
});

let lab: Promotable;
let replica: Replica;
let promotion: Promotion;

beforeAll(async () => {
  lab = await startPromotions();
  replica = await lab.replica({ features: [permissions] });
  promotion = await replica.untilOpen(
    await replica.promote('ledger', 'staging', 'preprod', { reason }),
  );
});
afterAll(() => lab.close());

describe('who may only read promotions', () => {
  const routes: [path: (id: string) => string, body: object, name: string][] = [
    [
      () => 'promotions',
      { service, from: 'preprod', to: 'production', reason: 'a' },
      'gitops.promotion.create',
    ],
    [
      () => 'releases',
      { services: [service], from: 'preprod', to: 'production', reason: 'a' },
      'gitops.promotion.create',
    ],
    [id => `promotions/${id}/close`, {}, 'gitops.promotion.create'],
    [id => `promotions/${id}/retry`, {}, 'gitops.promotion.create'],
    [
      id => `promotions/${id}/rollback`,
      { reason: 'a' },
      'gitops.promotion.create',
    ],
    [id => `promotions/${id}/merge`, {}, 'gitops.promotion.merge'],
    [
      () => 'services/component/default/ledger/automatic-promotion/resume',
      { to: 'preprod' },
      'gitops.promotion.create',
    ],
    [
      () => 'services/component/default/ledger/workflow',
      { to: 'test', version: '1.9.10' },
      'gitops.workflow.run',
    ],
    [
      () => 'services/component/default/ledger/workflow/plan',
      { to: 'test' },
      'gitops.workflow.run',
    ],
    [
      () => 'deployments/eu-dev/argocd/ledger-dev/refresh',
      {},
      'gitops.application.refresh',
    ],
    [
      () => 'deployments/eu-dev/argocd/ledger-dev/sync',
      { revision: 'a' },
      'gitops.application.sync',
    ],
    [
      () => 'deployments/eu-dev/argocd/ledger-dev/refresh-secrets',
      {},
      'gitops.secret.refresh',
    ],
  ];

  it.each(routes)('is refused at %s with %j: %s', async (path, body, name) => {
    const answer = await replica.post(path(promotion.id), body, 'reader');
    expect(answer.status).toBe(403);
    expect(answer.body.error.message).toContain(name);
    expect(await lab.pulls()).toHaveLength(1);
    expect((await replica.promotion(promotion.id)).state).toBe(
      'pullRequestOpen',
    );
  });

  it('reads plans that say so, and promotions without anything to do', async () => {
    const { body: plan } = await replica.post(
      'promotions/plan',
      { service, from: 'preprod', to: 'production' },
      'reader',
    );
    expect(
      plan.gates.find((one: { gate: string }) => one.gate === 'permission'),
    ).toMatchObject({ result: 'block', canOverride: false });
    expect(plan.canOverride).toBe(false);
    const { body } = await replica.get(`promotions/${promotion.id}`, 'reader');
    expect(body).toMatchObject({
      reason,
      can: { close: false, retry: false, rollback: false, merge: false },
    });
    const { body: shown } = await replica.get(
      'services/component/default/ledger',
      'reader',
    );
    expect(shown.actions).toEqual({});
    expect(
      shown.transitions.some(
        (one: { isPermitted: boolean }) => one.isPermitted,
      ),
    ).toBe(false);
  });
});

describe('an entity that only refers to the Applications of another Component', () => {
  const borrowed = 'component:default/borrowed';
  const route = { from: 'staging', to: 'preprod' };
  const sentence =
    /^ledger-[a-z]+ belongs to component:default\/ledger: act on it there$/;
  const requests: [path: string, body: object][] = [
    ['promotions/plan', { service: borrowed, ...route }],
    ['promotions', { service: borrowed, ...route, reason: 'a' }],
    [
      'promotions',
      { service: borrowed, ...route, reason: 'a', override: ['freeze'] },
    ],
    ['releases', { services: [service, borrowed], ...route, reason: 'a' }],
    [
      'services/component/default/borrowed/workflow',
      { to: 'test', version: '1.9.10' },
    ],
    ['services/component/default/borrowed/workflow/plan', { to: 'test' }],
    [
      'services/component/default/borrowed/workflow/check',
      { to: 'test', version: '1.9.10' },
    ],
  ];

  it.each(requests)(
    'lets nobody act at %s with %j, not even who may do everything',
    async (path, body) => {
      const answer = await replica.post(path, body);
      expect(answer.status).toBe(403);
      expect(answer.body.error.message).toMatch(sentence);
      expect(await lab.pulls()).toHaveLength(1);
    },
  );

  it('offers nothing to do', async () => {
    const { body } = await replica.get('services/component/default/borrowed');
    expect(body.transitions).toHaveLength(5);
    for (const one of body.transitions)
      expect(one).toMatchObject({ isPermitted: false });
    expect(body.actions).toEqual({});
  });

  it('shows the Applications, and says whose they are', async () => {
    const { body } = await replica.get(
      'services/component/default/borrowed/deployments',
    );
    expect(body.environments).toHaveLength(5);
    expect(body.problems).toMatchObject([
      {
        code: 'ownedByOther',
        annotation: 'argocd/app-selector',
        message: expect.stringContaining('belong to component:default/ledger'),
      },
    ]);
  });
});

describe('a guest', () => {
  it('sees that something moves, but neither who asked for it nor why', async () => {
    const { body, text, headers } = await replica.get(
      'services/component/default/ledger',
      'guest',
    );
    expect(
      body.transitions.find((one: { to: string }) => one.to === 'preprod'),
    ).toMatchObject({ state: 'underWay', promotion: null, last: null });
    expect(text).not.toContain(reason);
    expect(text).not.toContain('user:default/ana');
    const whole = await replica.get('services/component/default/ledger');
    expect(whole.text).toContain(reason);
    expect(whole.headers.etag).not.toBe(headers.etag);
  });

  it('can read no promotion and no plan', async () => {
    const answers = await Promise.all([
      replica.get(`promotions?service=${service}`, 'guest'),
      replica.get(`promotions/${promotion.id}`, 'guest'),
      replica.post('promotions/plan', toPreprod, 'guest'),
      replica.post(`promotions/${promotion.id}/rollback/plan`, {}, 'guest'),
      replica.post('promotions', { ...toPreprod, reason: 'a' }, 'guest'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([
      403, 404, 403, 404, 403,
    ]);
    for (const { text } of answers) expect(text).not.toContain(reason);
  });
});

it('the list of all promotions, and its export, has what the policy lets each caller read', async () => {
  const idsFor = async (user: string, query = '') => {
    const { body } = await replica.get(`promotions?${query}`, user).expect(200);
    return body.items.map(({ id }: Promotion) => id);
  };
  expect(await idsFor('ana')).toEqual([promotion.id]);
  expect(await idsFor('half')).toEqual([promotion.id]);
  expect(await idsFor('ana', 'state=pullRequestOpen&q=LEDG')).toEqual([
    promotion.id,
  ]);
  expect(await idsFor('ana', 'state=failed')).toEqual([]);
  await replica.get('promotions', 'guest').expect(403);
  await replica.get('promotions?state=odd', 'ana').expect(400);
  await replica.get('promotions/export', 'guest').expect(403);
  const { text, headers } = await replica
    .get('promotions/export', 'half')
    .expect(200);
  expect(headers['content-type']).toMatch('text/csv');
  const [names, line, ...rest] = text.split('\r\n');
  expect(names).toMatch(/^id,release,kind,service,/);
  expect(line).toContain(promotion.id);
  expect(line).toContain('user:default/ana');
  expect(rest).toEqual(['']);
});

it('a stranger finds nothing', async () => {
  const answers = await Promise.all([
    replica.get(`promotions?service=${service}`, 'stranger'),
    replica.get(`promotions/${promotion.id}`, 'stranger'),
    replica.get('services/component/default/ledger', 'stranger'),
    replica.post('promotions', { ...toPreprod, reason: 'a' }, 'stranger'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([403, 404, 403, 403]);
});

it('who sees one end of a promotion learns nothing of the other from a plan', async () => {
  const { status, body } = await replica.post(
    'promotions/plan',
    toPreprod,
    'half',
  );
  expect(status).toBe(404);
  expect(body.error.message).toContain('no environment staging');
  const { body: seen } = await replica.get(
    `promotions/${promotion.id}`,
    'half',
  );
  expect(seen.id).toBe(promotion.id);
});

it('who overrides needs the permission to', async () => {
  const { status, body } = await replica.post(
    'promotions',
    { ...toPreprod, reason: 'a', override: ['freeze'] },
    'reader',
  );
  expect(status).toBe(403);
  expect(body.error.message).toContain('gitops.promotion');
});
