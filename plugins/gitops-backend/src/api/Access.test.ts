import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { RecordedServer } from '../__testUtils__/RecordedServer';
import {
  component,
  eventually,
  startGitops,
} from '../__testUtils__/startGitops';

const ana = 'user:default/ana';
const bob = 'user:default/bob';

const entities = [
  component('orders'),
  component('checkout', {
    'argocd/app-selector': 'app.kubernetes.io/name=payments',
  }),
];

let argocd: RecordedServer;
beforeEach(async () => {
  argocd = await RecordedServer.start();
});
afterEach(() => argocd.stop());

/** @param denies - whether a user is denied a permission */
async function started(denies: (user: string, permission: string) => boolean) {
  const permissions = mockServices.permissions.mock({
    authorize: async questions =>
      questions.map(() => ({ result: AuthorizeResult.ALLOW })),
    authorizeConditional: async (questions, options) => {
      const { principal } = (
        options as { credentials: BackstageCredentials<any> }
      ).credentials;
      return questions.map(({ permission: { name } }) => ({
        result: denies(principal.userEntityRef, name)
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
      }));
    },
  });
  const { get } = await startGitops({
    entities,
    gitops: {
      argocd: {
        instances: [{ name: 'eu', url: argocd.url, token: argocd.token }],
      },
    },
    features: [permissions.factory],
  });
  await eventually(
    () => get('/v1/instances'),
    ({ body }) => body.items?.[0].applications === 77,
  );
  const as = (user: string, path: string) =>
    get(path).set('authorization', mockCredentials.user.header(user));
  return {
    deployments: (user: string, service: string) =>
      as(user, `/v1/services/component/default/${service}/deployments`),
    details: (user: string, application: string) =>
      as(user, `/v1/deployments/eu/argocd/${application}`),
  };
}

describe('Access', () => {
  it('remembers what one caller may see for nobody else', async () => {
    const { deployments, details } = await started(
      (user, permission) =>
        user === bob && permission === 'gitops.deployment.read',
    );
    expect((await deployments(ana, 'orders')).status).toBe(200);
    expect((await deployments(bob, 'orders')).status).toBe(403);
    expect((await details(bob, 'orders-production')).status).toBe(404);
    expect((await deployments(ana, 'orders')).status).toBe(200);
    expect((await details(ana, 'orders-production')).status).toBe(200);
  });

  it('knows of no service where the policy shows no entities', async () => {
    const { deployments } = await started(
      (_, permission) => permission === 'catalog.entity.read',
    );
    expect((await deployments(ana, 'orders')).status).toBe(404);
  });

  it('shows details of what a selector claims, and not of what it leaves out', async () => {
    const { deployments, details } = await started(() => false);
    const { body } = await deployments(ana, 'checkout');
    expect(body.environments.length).toBeGreaterThan(0);
    expect((await details(ana, 'payments-production')).status).toBe(200);
    expect((await details(ana, 'search-test')).status).toBe(404);
  });
});
