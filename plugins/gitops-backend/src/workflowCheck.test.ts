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
import { eventually } from './__testUtils__/startGitops';

jest.setTimeout(120_000);

/** As docs/golden-path.md restricts the token of the workflow. */
const permissionNames = [
  'catalog.entity.read',
  'gitops.deployment.read',
  'gitops.promotion.read',
];
const tokenWith = (names: string[]) => [
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
    replica = await lab.replica({ features: tokenWith(permissionNames) });
  });

  const check = async (body: object) =>
    (await post(replica, `${ledger}/workflow/check`, body).expect(200)).body;

  it('asks whether a version may come, by the build that it was before', async () => {
    const { body } = await request(replica.url).get(`/api/gitops/v1/${ledger}`);
    const { running } = body.deployments.environments.find(
      (one: { environment: string }) => one.environment === 'test',
    );
    const well = {
      allowed: true,
      retry: false,
      sentence: 'No gate blocks it.',
    };
    expect(await check({ to: 'staging', version: running })).toEqual(well);
    expect(
      await check({ to: 'staging', version: '99.0.0', build: running }),
    ).toEqual(well);
    expect(await check({ to: 'staging', version: '99.0.0' })).toEqual({
      allowed: false,
      retry: true,
      sentence: expect.stringContaining('99.0.0'),
    });
    expect(await check({ to: 'production', version: running })).toEqual({
      allowed: false,
      retry: false,
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

  it('needs the right to read promotions', async () => {
    const other = await lab.replica({
      features: tokenWith(permissionNames.slice(0, 2)),
    });
    const { status } = await post(other, `${ledger}/workflow/check`, {
      to: 'staging',
      version: '1.0.0',
    });
    expect(status).toBe(403);
  });
});

describe('the workflow of the GitOps repository', () => {
  const file = 'contents/.gitea/workflows/promote.yaml';
  let replica: Replica;
  beforeAll(async () => {
    const promotion = { mode: 'workflow', workflow: { file: 'promote.yaml' } };
    replica = await lab.replica({
      environments: [
        { name: 'dev', promotion: 'imageUpdater' },
        { name: 'test', promotion },
        { name: 'staging', promotion },
        { name: 'preprod' },
        { name: 'production' },
      ],
    });
    const { content, sha } = await lab.forge('GET', file);
    const workflow = Buffer.from(content, 'base64')
      .toString()
      .replace(/PORTAL: .*/, `PORTAL: ${replica.url}/api/gitops`)
      .replace('GATES: optional', 'GATES: required\n          ASK_FOR: 0');
    await lab.forge('PUT', file, {
      ...{ sha, branch: 'main', message: 'Ask this portal' },
      content: Buffer.from(workflow).toString('base64'),
    });
    await lab.forge('PUT', 'actions/secrets/PORTAL_TOKEN', {
      data: mockCredentials.service.token(),
    });
  });

  /** What became of the run that was started last. */
  async function lastRun(): Promise<{ conclusion: string; log: string }> {
    const { workflow_runs: runs } = await eventually(
      () => lab.forge('GET', 'actions/workflows/promote.yaml/runs?limit=1'),
      ({ workflow_runs: [run] }) => run.status === 'completed',
    );
    const [{ conclusion, html_url: page }] = runs;
    return { conclusion, log: await (await fetch(page)).text() };
  }

  it('promotes what the portal has started, and asks for what something else has', async () => {
    const { body } = await replica.get(ledger);
    const { running: version } = body.deployments.environments.find(
      (one: { environment: string }) => one.environment === 'test',
    );
    const dispatch = (inputs: object) =>
      lab.forge('POST', 'actions/workflows/promote.yaml/dispatches', {
        ref: 'main',
        inputs: { service: 'ledger', environment: 'staging', ...inputs },
      });
    await dispatch({ version: '99.0.0' });
    expect(await lastRun()).toEqual({
      conclusion: 'failure',
      log: expect.stringContaining('The portal refuses ledger 99.0.0'),
    });

    await replica
      .post(`${ledger}/workflow`, { to: 'staging', version: '98.0.0' })
      .expect(200);
    // Its gates were judged at the start: ana may override them
    expect(await lastRun()).toEqual({
      conclusion: 'success',
      log: expect.stringContaining('-&gt; 98.0.0'),
    });

    await dispatch({ version });
    expect((await lastRun()).conclusion).toBe('success');
    const overlay = 'contents/apps/ledger/envs/staging/kustomization.yaml';
    const { content } = await lab.forge('GET', overlay);
    expect(Buffer.from(content, 'base64').toString()).toContain(version);
  });
});
