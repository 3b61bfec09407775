import { VirtualClock } from '../../Clock';
import { Sandbox, startSandbox } from '../../Sandbox';
import { ask, askAgain } from '../../testing/client';
import { comparable, recorded } from '../../testing/recorded';
import { at, listAt } from '../Json';

let sandbox: Sandbox;
beforeAll(async () => {
  const clock = new VirtualClock(Date.parse('2026-11-23T05:00:00Z'));
  sandbox = await startSandbox({
    forge: false,
    clock,
    instances: [{ name: 'all' }, { name: 'old', version: '3.2' }],
  });
});
afterAll(() => sandbox.close());

const names = (body: Parameters<typeof listAt>[0]) =>
  listAt(body, 'items').map(item => at(item, 'metadata', 'name'));

it.each([
  'error-no-token',
  'error-bad-token',
  'error-missing-with-project',
  'error-missing-without-project',
  'error-wrong-project',
  'error-content-type',
  'error-rollback-autosync',
  'error-sync-manual-window',
  'revision-metadata-unknown',
  'list-empty',
  'userinfo',
  'settings',
  'windows-redis-dev',
  'windows-payments-dev',
  'windows-environment-dev',
])('answers %s as recorded', async name => {
  const recording = recorded(name);
  const server = {
    ...sandbox.argocd[0],
    url: sandbox.argocd[0].url,
    token: sandbox.token,
  };
  if (/-token$/.test(name)) server.token = 'wrong';
  const answer = await askAgain(server, recording);
  expect(answer.status).toBe(recording.response.status);
  expect(answer.headers.get('content-type')).toBe(
    recording.response.headers['Content-Type'],
  );
  expect(answer.headers.get('grpc-metadata-content-type')).toBe(
    recording.response.headers['Grpc-Metadata-Content-Type'] ?? null,
  );
  const { body } = recording.response;
  const answered =
    typeof body === 'string' ? answer.text : comparable(answer.json());
  expect(answered).toEqual(typeof body === 'string' ? body : comparable(body));
});

it('answers without any Authorization header as recorded', async () => {
  const response = await fetch(`${sandbox.argocd[0].url}/api/v1/applications`);
  expect([response.status, await response.json()]).toEqual([
    401,
    recorded('error-no-token').response.body,
  ]);
});

it('gzips where the client takes it', async () => {
  const answer = await ask(sandbox.argocd[0], '/api/v1/applications', {
    headers: { 'accept-encoding': 'gzip' },
  });
  expect(answer.headers.get('content-encoding')).toBe('gzip');
});

it('lists sub-paths on 3.5 with the recorded keys', async () => {
  const recording = recorded('list-masked-3.5-subpaths');
  const answer = await askAgain(sandbox.argocd[0], recording);
  const keys = (body: Parameters<typeof listAt>[0]) => {
    const [item] = listAt(body, 'items');
    return [
      item,
      at(item, 'metadata'),
      at(item, 'spec'),
      at(item, 'status'),
      at(item, 'status', 'sync'),
    ].map(value => Object.keys(value as object).sort());
  };
  expect(keys(answer.json())).toEqual(keys(recording.response.body));
  expect(at(listAt(answer.json(), 'items')[0], 'spec', 'sources')).toBeNull();
});

it('leaves out spec and revision on 3.2 where sub-paths are asked for', async () => {
  const recording = recorded('list-masked-3.5-subpaths', '3.2.12');
  const answer = await askAgain(sandbox.argocd[1], recording);
  const keys = (body: Parameters<typeof listAt>[0]) =>
    listAt(body, 'items').map(item => [
      Object.keys(item as object).sort(),
      Object.keys(at(item, 'status', 'sync') as object),
    ]);
  expect(new Set(keys(answer.json()).map(String))).toEqual(
    new Set(keys(recording.response.body).map(String)),
  );
});

it('renders what Git asks for, hooks included, and says why it cannot', async () => {
  const path = (name: string) => `/api/v1/applications/${name}/manifests`;
  const answer = await ask(sandbox.argocd[0], path('payments-production'));
  const { manifests, ...others } = answer.json() as { manifests: string[] };
  expect(others).toEqual({});
  const kinds = manifests.map(one => JSON.parse(one).kind).sort();
  const recording = recorded('managed-resources-payments-production');
  const compared = listAt(recording.response.body, 'items').map(item =>
    at(item, 'kind'),
  );
  expect(kinds).toEqual([...compared, 'Job'].sort());
  const broken = await ask(sandbox.argocd[0], path('catalog-staging'));
  expect(broken.status).toBe(500);
  expect(at(broken.json(), 'message')).toMatch(/^`kustomize/);
});

it('lists no per-resource health, and the get joins it', async () => {
  const query = { selector: 'app.kubernetes.io/name=payments' };
  const list = (
    await ask(sandbox.argocd[0], '/api/v1/applications', { query })
  ).json();
  expect(
    at(listAt(list, 'items')[0], 'status', 'resources', 0, 'health'),
  ).toBeUndefined();
  const got = (
    await ask(sandbox.argocd[0], '/api/v1/applications/payments-dev')
  ).json();
  expect(at(got, 'status', 'resources', 0, 'health', 'status')).toBe('Healthy');
});

it.each([
  [
    { selector: 'app.kubernetes.io/name in (payments,orders),environment=dev' },
    ['orders-dev', 'payments-dev'],
  ],
  [{ name: 'redis-dev' }, ['redis-dev']],
  [
    { selector: '!app.kubernetes.io/name,environment=test' },
    ['environment-test', 'redis-test'],
  ],
  [
    { projects: 'team-b', selector: 'environment=dev' },
    [
      'identity-dev',
      'inventory-dev',
      'orders-dev',
      'reviews-dev',
      'search-dev',
      'webhooks-dev',
    ],
  ],
])('lists by %j', async (query, expected) => {
  const answer = await ask(sandbox.argocd[0], '/api/v1/applications', {
    query: query as Record<string, string>,
  });
  expect(names(answer.json())).toEqual(expected);
});

it('keeps Applications of one name in two namespaces apart', async () => {
  const [instance] = sandbox.argocd;
  const there = instance.store.get('redis-dev');
  if (!there) throw new Error('redis-dev is not there');
  instance.add({
    ...there,
    metadata: {
      ...there.metadata,
      namespace: 'team-a',
      labels: { mine: 'yes' },
    },
  });
  const query = { project: 'default', appNamespace: 'team-a' };
  const answer = await ask(instance, '/api/v1/applications/redis-dev', {
    query,
  });
  expect(at(answer.json(), 'metadata', 'labels')).toEqual({ mine: 'yes' });
  const other = await ask(instance, '/api/v1/applications/redis-dev', {
    query: { project: 'default' },
  });
  expect(at(other.json(), 'metadata', 'namespace')).toBe('argocd');
  instance.remove('redis-dev', 'team-a');
  expect(
    (await ask(instance, '/api/v1/applications/redis-dev', { query })).status,
  ).toBe(404);
});

it('takes a new token, and the old one no more', async () => {
  const old = { url: sandbox.argocd[1].url, token: sandbox.argocd[1].token };
  sandbox.argocd[1].setToken('rotated');
  expect((await ask(old, '/api/v1/applications')).status).toBe(401);
  expect((await ask(sandbox.argocd[1], '/api/v1/applications')).status).toBe(
    200,
  );
});

it('calls itself a simulation in its version', async () => {
  expect((await ask(sandbox.argocd[0], '/api/version')).json()).toEqual({
    Version: 'v3.5.1+simulated',
  });
});

it('gives a session for user and password', async () => {
  const good = await ask(sandbox.argocd[0], '/api/v1/session', {
    body: { username: 'backstage', password: 'sandbox-token' },
    method: 'POST',
  });
  expect(good.json()).toEqual({ token: 'sandbox-token' });
  const bad = await ask(sandbox.argocd[0], '/api/v1/session', {
    body: { username: 'backstage', password: 'x' },
    method: 'POST',
  });
  expect(bad.status).toBe(401);
});

it('answers the metadata of a commit', async () => {
  const commit = await sandbox.repository?.head('main');
  const path = `/api/v1/applications/payments-dev/revisions/${commit}/metadata`;
  const answer = (
    await ask(sandbox.argocd[0], path, { query: { project: 'team-a' } })
  ).json();
  expect(Object.keys(answer as object)).toEqual(
    Object.keys(recorded('revision-metadata').response.body as object),
  );
  expect(at(answer, 'message')).toMatch(/^Promote orders 1.6.0 to production/);
});

it('answers 404 for an ApplicationSet elsewhere', async () => {
  const query = { appsetNamespace: 'team-a' };
  expect(
    (await ask(sandbox.argocd[0], '/api/v1/applicationsets/rolling', { query }))
      .status,
  ).toBe(404);
  expect(
    (
      await ask(sandbox.argocd[0], '/api/v1/applicationsets/rolling', {
        query: { appsetNamespace: 'argocd' },
      })
    ).status,
  ).toBe(200);
});

it('refuses a sync inside a deny window with the recorded words', async () => {
  const christmas = new VirtualClock(Date.parse('2026-12-24T12:00:00Z'));
  const frozen = await startSandbox({
    forge: false,
    clock: christmas,
    instances: [{ name: 'all' }],
  });
  const path = '/api/v1/applications/identity-production';
  const recording = recorded('error-sync-denied-by-window');
  const answer = await ask(frozen.argocd[0], `${path}/sync`, {
    method: 'POST',
    body: { project: 'team-b' },
  });
  const windows = await ask(frozen.argocd[0], `${path}/syncwindows`, {
    query: { project: 'team-b' },
  });
  await frozen.close();
  expect([answer.status, answer.json()]).toEqual([
    recording.response.status,
    recording.response.body,
  ]);
  expect(Object.keys(windows.json() as object).sort()).toEqual(
    Object.keys(recorded('windows-active-deny').response.body as object).sort(),
  );
  expect(at(windows.json(), 'canSync')).toBe(false);
});

it('takes a sync with an unknown field, and refuses a second one while it runs', async () => {
  const path = '/api/v1/applications/payments-test/sync';
  const first = await ask(sandbox.argocd[0], path, {
    method: 'POST',
    body: { project: 'team-a', nonsense: 1 },
  });
  expect(first.status).toBe(200);
  const second = await ask(sandbox.argocd[0], path, {
    method: 'POST',
    body: { project: 'team-a' },
  });
  const recording = recorded('error-sync-while-running');
  expect([second.status, second.json()]).toEqual([
    recording.response.status,
    recording.response.body,
  ]);
});
