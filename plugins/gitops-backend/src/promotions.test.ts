import { mockCredentials } from '@backstage/backend-test-utils';
import type {
  Promotion,
  PromotionPlan,
  Transition,
} from 'backstage-plugin-gitops-common';
import { Sandbox, startSandbox } from 'sandbox';
import request from 'supertest';
import { capturingAuditor } from './__testUtils__/capturingAuditor';
import {
  component,
  eventually,
  startGitops,
} from './__testUtils__/startGitops';

jest.setTimeout(120_000);

const service = 'component:default/pricing';
const toProduction = { service, from: 'preprod', to: 'production' };

const audit = capturingAuditor();
let sandbox: Sandbox;
let gitops: Awaited<ReturnType<typeof startGitops>>;

beforeEach(async () => {
  sandbox = await startSandbox({ speed: 20, noticeDelayMs: 20 });
  gitops = await start();
});
afterEach(() => sandbox.close());

function start() {
  const { host, port } = new URL(sandbox.forge!.url);
  return startGitops({
    config: {
      app: { baseUrl: 'https://portal.example.com' },
      integrations: {
        gitea: [
          {
            host,
            baseUrl: sandbox.forge!.url,
            username: 'sandbox',
            password: sandbox.token,
          },
        ],
      },
    },
    gitops: {
      argocd: {
        instances: sandbox.argocd.map(({ name, url }) => ({
          name,
          url,
          token: sandbox.token,
          relistEvery: { seconds: 5 },
        })),
      },
      environments: [
        { name: 'dev', promotion: 'imageUpdater' },
        { name: 'test', promotion: 'workflow' },
        { name: 'staging', promotion: 'workflow' },
        { name: 'preprod', promotion: 'pullRequest' },
        {
          name: 'production',
          promotion: { mode: 'pullRequest', merge: 'squash' },
        },
      ],
    },
    entities: ['pricing', 'orders', 'identity'].map(name => component(name)),
    features: [audit.factory],
  }).finally(() => port);
}

const post = (path: string, body: object = {}) =>
  request(gitops.server)
    .post(`/api/gitops/v1/${path}`)
    .set('Authorization', mockCredentials.user.header('user:default/ana'))
    .send(body);

const get = (path: string) =>
  request(gitops.server)
    .get(`/api/gitops/v1/${path}`)
    .set('Authorization', mockCredentials.user.header('user:default/ana'));

async function untilRead() {
  await eventually(
    async () => (await gitops.deployments('pricing')).body,
    body =>
      body.environments?.length === 5 &&
      body.environments.every(
        (one: { state: string; running: string }) => one.running !== null,
      ),
  );
}

async function until(id: string, isExpected: (one: Promotion) => boolean) {
  return eventually(
    async () => (await get(`promotions/${id}`)).body as Promotion,
    isExpected,
  );
}

describe('a promotion by pull request', () => {
  it('is planned, opened, merged and followed to its end', async () => {
    await untilRead();
    const planned = await post('promotions/plan', toProduction);
    expect(planned.body).toMatchObject({ service });
    const plan: PromotionPlan = planned.body;
    expect(plan.changes).toHaveLength(1);
    expect(plan.changes[0].files.map(({ path }) => path)).toEqual([
      'apps/pricing/envs/production/kustomization.yaml',
    ]);

    const requested = await post('promotions', {
      ...toProduction,
      reason: 'Fixes @everyone <b>#1</b>',
      plan: plan.id,
    });
    expect(requested.body).toMatchObject({ made: true });
    const { id } = requested.body.promotion;
    const open = await until(id, one => one.state !== 'requested');
    expect(open.state).toBe('pullRequestOpen');

    const again = await post('promotions', {
      ...toProduction,
      reason: 'twice',
    });
    expect(again.body).toMatchObject({ made: false, promotion: { id } });

    const merged = await post(`promotions/${id}/merge`);
    expect(merged.status).toBe(200);
    expect(
      audit.events.find(({ eventId }) => eventId === 'promotion-merge'),
    ).toEqual({
      eventId: 'promotion-merge',
      meta: expect.objectContaining({ id, by: 'user:default/ana' }),
      outcome: 'success',
    });
    const done = await until(id, one => one.endedAt !== null);
    expect(done).toMatchObject({
      state: 'succeeded',
      sentence: `Only ${plan.version} runs in production: synced and healthy.`,
    });
    const transitions: Transition[] = (
      await get('services/component/default/pricing')
    ).body.transitions;
    expect(transitions.find(one => one.to === 'production')).toMatchObject({
      state: 'nothing',
    });
  });
});
