import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { Sandbox, startSandbox, systemClock } from 'sandbox';
import request from 'supertest';
import { capturingAuditor } from '../__testUtils__/capturingAuditor';
import {
  component,
  eventually,
  startGitops,
} from '../__testUtils__/startGitops';

jest.setTimeout(60_000);

/** Moves the sandbox's clock, and nothing that waits on it. */
const time = { offsetMs: 0 };
const denied = new Set<string>();
const { events: audited, factory: auditorFactory } = capturingAuditor();
let sandbox: Sandbox;
let gitops: Awaited<ReturnType<typeof startGitops>>;

beforeAll(async () => {
  const clock = systemClock({ speed: 20 });
  sandbox = await startSandbox({
    forge: false,
    noticeDelayMs: 20,
    clock: { ...clock, now: () => clock.now() + time.offsetMs },
  });
  gitops = await startGitops({
    gitops: {
      argocd: {
        instances: sandbox.argocd.map(({ name, url }) => ({
          name,
          url,
          token: sandbox.token,
        })),
      },
      environments: [
        { name: 'dev', promotion: 'imageUpdater' },
        { name: 'test', promotion: { mode: 'workflow' }, actions: false },
        { name: 'staging' },
        { name: 'preprod', promotion: 'pullRequest' },
        {
          name: 'production',
          promotion: { mode: 'pullRequest' },
          actions: true,
        },
      ],
    },
    entities: ['pricing', 'orders'].map(name => component(name)),
    features: [
      auditorFactory,
      mockServices.permissions.mock({
        authorizeConditional: async queries =>
          queries.map(({ permission }) => ({
            result: denied.has(permission.name)
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
          })),
      }).factory,
    ],
  });
  await eventually(
    async () => (await gitops.deployments('pricing')).body,
    body =>
      body.environments?.length === 5 &&
      body.environments.every((one: ApplicationDeployment) => one.running),
  );
});

afterAll(() => sandbox.close());

beforeEach(() => {
  time.offsetMs = 0;
  denied.clear();
  audited.length = 0;
});

function ask(
  application: string,
  action: 'refresh' | 'sync' | 'refresh-secrets',
  body: object = {},
) {
  const instance = /-(dev|test)$/.test(application) ? 'eu-dev' : 'eu-central';
  return request(gitops.server)
    .post(
      `/api/gitops/v1/deployments/${instance}/argocd/${application}/${action}`,
    )
    .set('Authorization', mockCredentials.user.header('user:default/ana'))
    .send(body);
}

function revisionOf(name: string): string {
  const all = sandbox.argocd.flatMap(({ store }) => store.get(name) ?? []);
  return all[0].status.sync!.revision!;
}

const counts = (kind: 'refresh' | 'sync' | 'other') =>
  sandbox.argocd.reduce(
    (sum, one) => sum + (one.requests().byKind[kind] ?? 0),
    0,
  );

describe('what may be asked of Argo CD', () => {
  it('is to compare with Git again', async () => {
    const before = counts('refresh');
    const answer = await ask('pricing-dev', 'refresh');
    expect(answer.body).toEqual({ done: true });
    expect(counts('refresh')).toBe(before + 1);
    expect(audited).toEqual([
      {
        eventId: 'argocd-refresh',
        meta: {
          instance: 'eu-dev',
          namespace: 'argocd',
          name: 'pricing-dev',
          service: 'component:default/pricing',
          environment: 'dev',
          by: 'user:default/ana',
        },
        outcome: 'success',
      },
    ]);
  });

  it('is to sync to the revision that was shown', async () => {
    const before = counts('sync');
    const revision = revisionOf('pricing-dev');
    const answer = await ask('pricing-dev', 'sync', { revision });
    expect(answer.body).toEqual({ done: true });
    expect(counts('sync')).toBe(before + 1);
    expect(audited).toMatchObject([
      { eventId: 'argocd-sync', meta: { revision }, outcome: 'success' },
    ]);
  });

  it('is to have secrets read again, all or one', async () => {
    expect((await ask('orders-dev', 'refresh-secrets')).body).toEqual({
      done: true,
    });
    const one = { externalSecret: 'orders-secrets' };
    expect((await ask('orders-dev', 'refresh-secrets', one)).status).toBe(200);
    expect(audited).toMatchObject([
      { eventId: 'argocd-refreshSecrets', outcome: 'success' },
      { meta: one, outcome: 'success' },
    ]);
  });
});

describe('what is refused', () => {
  it('is another revision than Argo CD compares to by now', async () => {
    const before = counts('sync');
    const answer = await ask('orders-dev', 'sync', {
      revision: 'f'.repeat(40),
    });
    expect(answer.status).toBe(409);
    expect(answer.body.error.message).toMatch(
      /^Argo CD compares orders-dev to [0-9a-f]{7} by now, not to fffffff which was shown\. Look at it again$/,
    );
    expect(counts('sync')).toBe(before);
    expect(audited[0].outcome).toBe(answer.body.error.message);
  });

  it('is a sync without a revision', async () => {
    expect((await ask('orders-dev', 'sync')).status).toBe(400);
    expect(audited).toEqual([]);
  });

  it('is a sync that a window of Argo CD forbids', async () => {
    // The freeze of the seed: from 24 December on for three days
    const christmas = new Date(
      `${new Date().getUTCFullYear()}-12-25T12:00:00Z`,
    );
    time.offsetMs = christmas.getTime() - Date.now();
    const answer = await ask('pricing-production', 'sync', {
      revision: revisionOf('pricing-production'),
    });
    expect(answer.status).toBe(409);
    expect(answer.body.error.message).toBe(
      'A sync window of Argo CD forbids syncing pricing-production now',
    );
    expect(audited).toMatchObject([
      {
        eventId: 'argocd-sync',
        outcome: expect.stringContaining('blocked by sync window'),
      },
    ]);
  });

  it.each([
    ['refresh', 'gitops.application.refresh'],
    ['sync', 'gitops.application.sync'],
    ['refresh-secrets', 'gitops.secret.refresh'],
  ] as const)(
    'is %s without %s, and it is written down',
    async (action, name) => {
      denied.add(name);
      const answer = await ask(
        'orders-dev',
        action,
        action === 'sync' ? { revision: revisionOf('orders-dev') } : {},
      );
      expect(answer.status).toBe(403);
      expect(answer.body.error.message).toBe(
        `You may not do that with component:default/orders in dev (${name})`,
      );
      expect(audited).toMatchObject([{ outcome: answer.body.error.message }]);
    },
  );

  it('are all of them unless they are configured, or Image Updater or a workflow brings the versions', async () => {
    // By pull request; by workflow but off; by a mode that is not configured
    for (const application of [
      'pricing-preprod',
      'pricing-test',
      'pricing-staging',
    ]) {
      const before = counts('refresh');
      const answer = await ask(application, 'refresh');
      expect(answer.status).toBe(403);
      expect(answer.body.error.message).toMatch(
        /^Argo CD's own actions are off in (preprod|test|staging)/,
      );
      expect(counts('refresh')).toBe(before);
    }
    expect((await ask('pricing-production', 'refresh')).status).toBe(200);
    expect(audited.map(({ outcome }) => outcome === 'success')).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('is a secret that the Application does not have', async () => {
    const answer = await ask('orders-dev', 'refresh-secrets', {
      externalSecret: 'of-another',
    });
    expect(answer.status).toBe(404);
    expect(answer.body.error.message).toBe(
      'orders-dev has no ExternalSecret of-another',
    );
  });

  it('is an Application that is none, or of a service that is not to be seen', async () => {
    // Not in the catalog, as far as the caller knows
    for (const name of ['nothing-dev', 'ledger-dev']) {
      const answer = await ask(name, 'refresh');
      expect(answer.status).toBe(404);
      expect(answer.body.error.message).toBe(
        'No such Application belongs to a service that you may see',
      );
    }
  });
});
