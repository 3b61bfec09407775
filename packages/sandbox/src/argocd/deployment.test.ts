import { VirtualClock } from '../Clock';
import { DeploymentFailure } from '../control/deploy';
import { Sandbox, startSandbox } from '../Sandbox';
import { ask } from '../testing/client';
import { pass } from '../testing/settle';
import { Application } from './Application';
import { listAt } from './Json';

let sandbox: Sandbox;
let clock: VirtualClock;

beforeEach(async () => {
  clock = new VirtualClock(Date.parse('2026-11-23T05:00:00Z'));
  sandbox = await startSandbox({
    forge: false,
    clock,
    instances: [{ name: 'all' }],
  });
});
afterEach(() => sandbox.close());

function application(name: string): Application {
  const found = sandbox.argocd[0].store.get(name);
  if (!found) throw new Error(`${name} is not there`);
  return found;
}

/** Deploys, passes the time, and gives the distinct states that the stream would have shown. */
async function deploy(
  service: string,
  environment: string,
  version: string,
  failure?: DeploymentFailure,
  ms = 30_000,
) {
  const name = `${service}-${environment}`;
  const seen: string[][] = [];
  const before = application(name).status.sync.revision;
  const end = sandbox.argocd[0].store.onEvent(event => {
    const { metadata, status, operation } = event.application;
    if (metadata.name !== name) return;
    const state = [
      status.sync.status,
      status.sync.revision === before ? 'old' : 'new',
      status.health.status,
      status.operationState?.phase ?? (operation ? 'operation set' : 'none'),
      (status.summary.images ?? []).map(image => image.split(':')[1]).join(' '),
    ];
    if (JSON.stringify(seen[seen.length - 1]) !== JSON.stringify(state))
      seen.push(state);
  });
  await sandbox.deploy({ service, environment, version, failure });
  await pass(clock, ms);
  end();
  return seen;
}

it('moves through the recorded states', async () => {
  expect(await deploy('payments', 'dev', '2.0.0')).toEqual([
    ['Synced', 'old', 'Healthy', 'operation set', '1.9.0'],
    ['Synced', 'old', 'Healthy', 'Running', '1.9.0'],
    ['OutOfSync', 'new', 'Healthy', 'Running', '1.9.0'],
    ['OutOfSync', 'new', 'Healthy', 'Running', '1.9.0 2.0.0'],
    ['OutOfSync', 'new', 'Healthy', 'Succeeded', '1.9.0 2.0.0'],
    ['Synced', 'new', 'Progressing', 'Succeeded', '1.9.0 2.0.0'],
    ['Synced', 'new', 'Progressing', 'Succeeded', '2.0.0'],
    ['Synced', 'new', 'Healthy', 'Succeeded', '2.0.0'],
  ]);
  const { history = [], operationState } = application('payments-dev').status;
  expect(history[history.length - 1].revision).toBe(
    await sandbox.repository?.head('main'),
  );
  expect(
    operationState?.syncResult?.resources.map(
      ({ kind, message, hookPhase }) => [kind, message, hookPhase],
    ),
  ).toEqual([
    ['ExternalSecret', 'secret synced', 'Succeeded'],
    ['Job', 'Reached expected number of succeeded pods', 'Succeeded'],
    ['Service', 'service/payments unchanged', 'Running'],
    ['Deployment', 'deployment.apps/payments configured', 'Running'],
  ]);
});

it('moves the revision of every other Application without an operation', async () => {
  const before = application('catalog-dev');
  await deploy('payments', 'dev', '2.0.0');
  const after = application('catalog-dev');
  expect(after.status.sync.revision).toBe(
    await sandbox.repository?.head('main'),
  );
  expect(after.status.operationState).toEqual(before.status.operationState);
});

it('stops before the workload where the migration fails, after its retries', async () => {
  const seen = await deploy(
    'payments',
    'dev',
    '2.0.0',
    'failing-migration',
    180_000,
  );
  expect(seen[seen.length - 1]).toEqual([
    'OutOfSync',
    'new',
    'Healthy',
    'Failed',
    '1.9.0 2.0.0',
  ]);
  expect(application('payments-dev').status.operationState?.retryCount).toBe(3);
});

it('stops before the migration where a key is missing from the store, and goes on once it is there', async () => {
  const seen = await deploy(
    'payments',
    'dev',
    '2.0.0',
    'bad-secret-key',
    180_000,
  );
  expect(seen[seen.length - 1]).toEqual([
    'OutOfSync',
    'new',
    'Degraded',
    'Failed',
    '1.9.0',
  ]);
  const good = await deploy('payments', 'dev', '2.0.0');
  expect(good[good.length - 1]).toEqual([
    'Synced',
    'new',
    'Healthy',
    'Succeeded',
    '2.0.0',
  ]);
});

it('keeps the last health where manifests are broken', async () => {
  const seen = await deploy('payments', 'dev', '2.0.0', 'broken-manifests');
  expect(seen).toEqual([['Unknown', 'new', 'Healthy', 'Succeeded', '1.9.0']]);
  expect(application('payments-dev').status.conditions?.[0].type).toBe(
    'ComparisonError',
  );
});

it('keeps the old pod while the new one crashes, and degrades', async () => {
  const seen = await deploy('payments', 'dev', '2.0.0', 'crash-loop');
  expect(seen[seen.length - 1]).toEqual([
    'Synced',
    'new',
    'Degraded',
    'Succeeded',
    '1.9.0 2.0.0',
  ]);
});

it('takes a minute over a slow rollout', async () => {
  const seen = await deploy('payments', 'dev', '2.0.0', 'slow-rollout');
  expect(seen[seen.length - 1]).toEqual([
    'Synced',
    'new',
    'Progressing',
    'Succeeded',
    '1.9.0 2.0.0',
  ]);
  await pass(clock, 60_000, 5000);
  expect(application('payments-dev').status.health.status).toBe('Healthy');
});

it('leaves the old pods to a paused Deployment', async () => {
  const seen = await deploy('payments', 'dev', '2.0.0', 'paused');
  expect(seen[seen.length - 1].slice(0, 4)).toEqual([
    'Synced',
    'new',
    'Suspended',
    'Succeeded',
  ]);
});

it('does not try the same manifests again at the next commit', async () => {
  const before = application('orders-production').status.operationState;
  await deploy('payments', 'dev', '2.0.0');
  expect(application('orders-production').status.operationState).toEqual(
    before,
  );
  expect(application('orders-production').status.sync.revision).toBe(
    await sandbox.repository?.head('main'),
  );
});

it('waits outside an allow window, and syncs by hand', async () => {
  expect(application('webhooks-preprod').status).toMatchObject({
    sync: { status: 'OutOfSync' },
    health: { status: 'Healthy' },
  });
  const path = '/api/v1/applications/webhooks-preprod/sync';
  const answer = await ask(sandbox.argocd[0], path, {
    method: 'POST',
    body: { project: 'team-b' },
  });
  expect(answer.status).toBe(200);
  await pass(clock, 30_000);
  expect(application('webhooks-preprod').status.summary.images).toEqual([
    'registry.example.com/webhooks:1.7.11',
  ]);
});

it('refuses another revision than its own to what syncs by itself', async () => {
  const revision = application('payments-dev').status.sync.revision!;
  const answer = await ask(
    sandbox.argocd[0],
    '/api/v1/applications/payments-dev/sync',
    { method: 'POST', body: { project: 'team-a', revision } },
  );
  expect(answer.status).toBe(400);
  expect(answer.json()).toMatchObject({
    code: 9,
    message: `Cannot sync to ${revision}: auto-sync currently set to main`,
  });
  const own = await ask(
    sandbox.argocd[0],
    '/api/v1/applications/payments-dev/sync',
    { method: 'POST', body: { project: 'team-a', revision: 'main' } },
  );
  expect(own.status).toBe(200);
});

it('retries the failed step where an ExternalSecret is refreshed after its key was added', async () => {
  sandbox.setSecret('production/payments', 'STRIPE_KEY', true);
  const query = {
    project: 'team-a',
    group: 'external-secrets.io',
    kind: 'ExternalSecret',
    namespace: 'payments-production',
    resourceName: 'payments-secrets',
    version: 'v1',
  };
  const path = '/api/v1/applications/payments-production/resource/actions';
  await ask(sandbox.argocd[0], path, {
    method: 'POST',
    query,
    body: 'refresh',
  });
  await pass(clock, 5000);
  const secret = application('payments-production').status.resources?.find(
    ({ kind }) => kind === 'ExternalSecret',
  );
  expect(secret?.health).toEqual({
    status: 'Healthy',
    message: 'secret synced',
  });
  await ask(
    sandbox.argocd[0],
    '/api/v1/applications/payments-production/sync',
    { method: 'POST', body: { project: 'team-a' } },
  );
  await pass(clock, 30_000);
  expect(application('payments-production').status).toMatchObject({
    sync: { status: 'Synced' },
    health: { status: 'Healthy' },
  });
});

it('rolls alpha out step by step, up to the step that waits', async () => {
  expect(application('alpha-staging').status.sync.status).toBe('Synced');
  expect(application('alpha-production').status).toMatchObject({
    sync: { status: 'OutOfSync' },
    health: { status: 'Missing' },
  });
});

it('answers a refresh after comparing with the head', async () => {
  await sandbox.deploy({
    service: 'payments',
    environment: 'dev',
    version: '2.0.0',
    failure: 'broken-manifests',
  });
  const query = { project: 'team-a', refresh: 'normal' };
  const answer = await ask(
    sandbox.argocd[0],
    '/api/v1/applications/payments-dev',
    { query },
  );
  expect(answer.json()).toMatchObject({
    status: { sync: { status: 'Unknown' } },
  });
});

it('removes what Git no longer has', async () => {
  const events: string[] = [];
  sandbox.argocd[0].store.onEvent(event =>
    events.push(`${event.type} ${event.application.metadata.name}`),
  );
  const names = () =>
    listAt(
      { names: sandbox.argocd[0].store.all().map(one => one.metadata.name) },
      'names',
    );
  expect(names()).toContain('redis-dev');
  const repository = sandbox.repository as unknown as {
    commit(change: {
      message: string;
      author: string;
      files: Map<string, string | null>;
    }): Promise<string>;
  };
  await repository.commit({
    message: 'Remove',
    author: 'a <a@example.com>',
    files: new Map([
      ['environments/dev/redis.yaml', null],
      ['apps/search/envs/test/config.json', null],
    ]),
  });
  await pass(clock, 30_000);
  expect(names()).not.toContain('redis-dev');
  expect(names()).not.toContain('search-test');
  expect(events).toEqual(
    expect.arrayContaining(['DELETED redis-dev', 'DELETED search-test']),
  );
});
