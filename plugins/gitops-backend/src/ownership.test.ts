import { mockCredentials } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { ServiceDeployments } from 'backstage-plugin-gitops-common';
import request from 'supertest';
import { ifOwner, ifRule, policyOf } from './__testUtils__/ownersPolicy';
import { RecordedServer } from './__testUtils__/RecordedServer';
import {
  component,
  eventually,
  startGitops,
} from './__testUtils__/startGitops';

const groups: Record<string, string> = {
  'user:default/ana': 'group:default/team-a',
  'user:default/eve': 'group:default/team-evil',
};

/** What Eve can write into the catalog to get at the Applications of others. */
const byName: Entity = {
  ...component('payments', {}, 'group:default/team-evil'),
  kind: 'API',
  metadata: { name: 'payments', namespace: 'evil' },
};
const bySelector = component(
  'mine',
  {
    'argocd/app-selector': 'app.kubernetes.io/name in (payments,orders)',
  },
  'group:default/team-evil',
);
const byAppName = component(
  'named',
  { 'argocd/app-name': 'payments-production' },
  'group:default/team-evil',
);
const claims = [
  'component/default/mine',
  'component/default/named',
  'api/evil/payments',
];

let argocd: RecordedServer;
beforeEach(async () => {
  argocd = await RecordedServer.start();
});
afterEach(() => argocd.stop());

/** @param isOpen - whether everybody may see deployments; else their owners alone */
async function started({
  isOpen = false,
  entities = [],
  catalogNamespaces,
  project,
}: {
  isOpen?: boolean;
  /** Whose Applications alone everybody may see and act on */
  project?: string;
  entities?: Entity[];
  catalogNamespaces?: string[];
} = {}) {
  const { server, stop } = await startGitops({
    entities: [
      component('payments'),
      component('orders', {}, 'group:default/team-b'),
      bySelector,
      byAppName,
      byName,
      ...entities,
    ],
    gitops: {
      argocd: {
        instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
      },
      environments: ['dev', 'test', 'staging', 'preprod', 'production'].map(
        name => ({ name, actions: true }),
      ),
      ...(catalogNamespaces && { catalogNamespaces }),
    },
    features: [
      policyOf((user, permission) => {
        if (!permission.startsWith('gitops.')) return undefined;
        if (isOpen && permission.endsWith('.read')) return undefined;
        if (project) return ifRule('IN_PROJECT', { projects: [project] });
        return ifOwner(groups[user]);
      }),
    ],
  });
  const as = (user: string) => ({
    get: (path: string) =>
      request(server)
        .get(`/api/gitops/v1/${path}`)
        .set(
          'Authorization',
          mockCredentials.user.header(`user:default/${user}`),
        ),
    post: (path: string, body: object) =>
      request(server)
        .post(`/api/gitops/v1/${path}`)
        .set(
          'Authorization',
          mockCredentials.user.header(`user:default/${user}`),
        )
        .send(body),
  });
  await eventually(
    () => as('ana').get('services/component/default/payments/deployments'),
    ({ body }) => body.environments?.length === 5,
  );
  const serviceOf = (path: string) => {
    const [kind, namespace, name] = path.split('/');
    return `${kind}:${namespace}/${name}`;
  };
  return {
    stop,
    async card(user: string, path: string): Promise<ServiceDeployments> {
      const answer = await as(user).get(`services/${path}/deployments`);
      expect(answer.status).toBe(200);
      return answer.body;
    },
    details: (user: string, application: string) =>
      as(user).get(`deployments/eu/argocd/${application}`),
    act: (user: string, application: string, action: string, body = {}) =>
      as(user).post(`deployments/eu/argocd/${application}/${action}`, body),
    transitions: (user: string, path: string) =>
      as(user).get(`services/${path}`),
    plan: (user: string, path: string) =>
      as(user).post('promotions/plan', {
        service: serviceOf(path),
        from: 'preprod',
        to: 'production',
      }),
    promote: (user: string, path: string) =>
      as(user).post('promotions', {
        service: serviceOf(path),
        from: 'preprod',
        to: 'production',
        reason: 'Mine now',
      }),
  };
}

const applicationsIn = ({ environments }: ServiceDeployments) =>
  environments.flatMap(({ applications }) => applications.map(one => one.name));

const actions: [action: string, body: object][] = [
  ['sync', { revision: 'a'.repeat(40) }],
  ['refresh', {}],
  ['refresh-secrets', {}],
];

describe('who writes a claim into the catalog, where owners alone see and act', () => {
  it.each(claims)('sees nothing of it on the card of %s', async path => {
    const { card } = await started();
    const shown = await card('eve', path);
    expect(applicationsIn(shown)).toEqual([]);
    expect(JSON.stringify([shown.environments, shown.problems])).not.toMatch(
      /payments-|orders-|team-a/,
    );
  });

  it('reads no details and starts no action of Argo CD', async () => {
    const { details, act } = await started();
    expect((await details('eve', 'payments-production')).status).toBe(404);
    for (const [action, body] of actions) {
      const answer = await act('eve', 'payments-production', action, body);
      expect([action, answer.status]).toEqual([action, 404]);
    }
  });

  it.each(claims)('can neither plan nor promote with %s', async path => {
    const { plan, promote } = await started();
    for (const answer of [
      await plan('eve', path),
      await promote('eve', path),
    ]) {
      // 400: it has no such environment
      expect([400, 403, 404]).toContain(answer.status);
      expect(JSON.stringify(answer.body.error.message)).not.toMatch(
        /payments-|orders-/,
      );
    }
  });

  it('takes nothing from the owner', async () => {
    const { card, details, act } = await started();
    const shown = await card('ana', 'component/default/payments');
    expect(applicationsIn(shown)).toContain('payments-production');
    expect(shown.problems).toEqual([]);
    expect((await details('ana', 'payments-production')).status).toBe(200);
    const [[sync, revision]] = actions;
    const answer = await act('ana', 'payments-production', sync, revision);
    expect(answer.body.error.message).toMatch(
      /^Argo CD compares payments-production to/,
    );
  });
});

describe('who writes a claim into the catalog, where everybody sees deployments', () => {
  it('sees the Applications with the sentence that says whose they are', async () => {
    const { card } = await started({ isOpen: true });
    const shown = await card('eve', 'component/default/named');
    expect(applicationsIn(shown)).toEqual(['payments-production']);
    expect(shown.problems).toEqual([
      {
        code: 'ownedByOther',
        params: {
          applications: ['payments-production'],
          owners: ['component:default/payments'],
          label: 'app.kubernetes.io/name',
        },
        annotation: 'argocd/app-name',
        message:
          'payments-production belongs to component:default/payments, which the label app.kubernetes.io/name names. Nobody can act on it from this page. Remove it from the annotation, or correct the label.',
      },
    ]);
    const both = await card('eve', 'component/default/mine');
    expect(both.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('and 3 more belong to component:default/orders'),
      expect.stringContaining(
        'and 3 more belong to component:default/payments',
      ),
    ]);
    expect(applicationsIn(await card('eve', 'api/evil/payments'))).toEqual([]);
  });

  it('acts on none of them', async () => {
    const { act, card, plan, promote, transitions } = await started({
      isOpen: true,
    });
    for (const [action, body] of actions) {
      const answer = await act('eve', 'payments-production', action, body);
      expect(answer.status).toBe(403);
      expect(answer.body.error.message).toContain(
        'You may not do that with component:default/payments in production',
      );
    }
    for (const path of claims.slice(0, 2)) {
      const { environments } = await card('eve', path);
      const here = environments
        .filter(({ applications }) => applications.length > 0)
        .map(({ environment }) => environment);
      const { body } = await transitions('eve', path);
      const items = body.transitions.filter(({ to }: { to: string }) =>
        here.includes(to),
      );
      expect(items).toHaveLength(here.length);
      for (const one of items)
        expect(one).toMatchObject({ isPermitted: false });
      for (const environment of here)
        expect(body.actions).not.toHaveProperty(environment);
    }
    for (const answer of [
      await plan('eve', 'component/default/mine'),
      await promote('eve', 'component/default/mine'),
    ]) {
      expect(answer.status).toBe(403);
      expect(answer.body.error.message).toMatch(
        /^(orders|payments)-preprod belongs to component:default\/(orders|payments): act on it there$/,
      );
    }
  });
});

describe('entities that claim an Application whose label names no Component', () => {
  const legacy = (name: string, group: string) =>
    component(
      name,
      { 'argocd/app-name': 'legacy-production' },
      `group:default/${group}`,
    );
  const [syncAction, revision] = actions[0];

  it('own it alone if there is one', async () => {
    const { card, act } = await started({
      entities: [legacy('legacy', 'team-a')],
    });
    const shown = await card('ana', 'component/default/legacy');
    expect(applicationsIn(shown)).toEqual(['legacy-production']);
    expect(shown.problems).toEqual([]);
    const answer = await act('ana', 'legacy-production', syncAction, revision);
    expect(answer.body.error.message).toMatch(
      /^legacy-production has several sources/,
    );
  });

  it('own it together if there are several, which both cards show as a problem', async () => {
    const { card, act, details } = await started({
      isOpen: true,
      entities: [legacy('legacy', 'team-a'), legacy('taken', 'team-evil')],
    });
    for (const [user, own, other] of [
      ['ana', 'legacy', 'taken'],
      ['eve', 'taken', 'legacy'],
    ]) {
      const shown = await card(user, `component/default/${own}`);
      expect(applicationsIn(shown)).toEqual(['legacy-production']);
      expect(shown.problems).toMatchObject([
        {
          code: 'sharedClaim',
          message: expect.stringContaining(
            `component:default/${other} claims Applications of this service too`,
          ),
        },
      ]);
      const answer = await act(user, 'legacy-production', syncAction, revision);
      expect(answer.status).toBe(403);
      expect((await details(user, 'legacy-production')).status).toBe(200);
    }
  });

  it('hide it from each other where only owners see deployments', async () => {
    const { card, details } = await started({
      entities: [legacy('legacy', 'team-a'), legacy('taken', 'team-evil')],
    });
    for (const [user, own] of [
      ['ana', 'legacy'],
      ['eve', 'taken'],
    ]) {
      const shown = await card(user, `component/default/${own}`);
      expect(applicationsIn(shown)).toEqual([]);
      expect(shown.problems).toMatchObject([{ code: 'sharedClaim' }]);
      expect(shown.isRestricted).toBe(true);
      expect((await details(user, 'legacy-production')).status).toBe(404);
    }
  });
});

describe('Components of one name in two configured namespaces', () => {
  const inTeamB: Entity = {
    ...component('payments', {}, 'group:default/team-a'),
    metadata: { name: 'payments', namespace: 'team-b' },
  };

  it('let nobody act, which their cards show as a problem', async () => {
    const { card, act, promote } = await started({
      entities: [inTeamB],
      catalogNamespaces: ['default', 'team-b'],
    });
    const shown = await card('ana', 'component/default/payments');
    expect(applicationsIn(shown)).toContain('payments-production');
    expect(shown.problems).toEqual([
      {
        code: 'ambiguousName',
        params: {
          entities: ['component:team-b/payments'],
          areSomeHidden: false,
        },
        annotation: 'metadata.name',
        message:
          'component:team-b/payments has the same name, so it is not known to which of them the Applications belong, and nobody can act on them. Rename one of the Components, or remove its namespace from gitops.catalogNamespaces.',
      },
    ]);
    const [[action, body]] = actions;
    const refusals = [
      await act('ana', 'payments-production', action, body),
      await promote('ana', 'component/default/payments'),
    ];
    for (const answer of refusals) {
      expect(answer.status).toBe(403);
      expect(answer.body.error.message).toMatch(
        /^Nobody can act on payments-[a-z]+: its label names several Components, component:default\/payments and component:team-b\/payments$/,
      );
    }
  });

  it('do not matter in a namespace that is not configured', async () => {
    const { card } = await started({ entities: [inTeamB] });
    const shown = await card('ana', 'component/default/payments');
    expect(shown.problems).toEqual([]);
    const other = await card('ana', 'component/team-b/payments');
    expect(applicationsIn(other)).toEqual([]);
    expect(other.problems).toMatchObject([{ code: 'namespaceNotConfigured' }]);
  });
});

describe('a policy that binds AppProjects to teams', () => {
  it('shows the Applications of the project, and none of the others', async () => {
    const { card, details } = await started({ project: 'team-a' });
    const shown = await card('ana', 'component/default/payments');
    expect(applicationsIn(shown)).toHaveLength(5);
    expect(
      applicationsIn(await card('ana', 'component/default/orders')),
    ).toEqual([]);
    expect((await details('ana', 'payments-production')).status).toBe(200);
    expect((await details('ana', 'orders-production')).status).toBe(404);
  });
});
