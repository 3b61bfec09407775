import { Sandbox, startSandbox } from './Sandbox';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 200, noticeDelayMs: 0 });
}, 30_000);
afterAll(() => sandbox.close());

it('splits the environments over two instances', () => {
  const environments = sandbox.argocd.map(
    instance =>
      new Set(
        instance.store
          .all()
          .map(application => application.metadata.labels?.environment),
      ),
  );
  expect(environments).toEqual([
    new Set(['dev', 'test']),
    new Set(['staging', 'preprod', 'production']),
  ]);
});

it('looks lived in', () => {
  const [application] = sandbox.instance('eu-central').store.all().slice(5);
  const age = Date.now() - Date.parse(application.metadata.creationTimestamp);
  expect(age).toBeGreaterThan(20 * 86_400_000);
});

it('follows a merge in the forge', async () => {
  const api = `${sandbox.url}/api/v1/repos/platform/gitops`;
  const headers = {
    authorization: `token ${sandbox.token}`,
    'content-type': 'application/json',
  };
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${api}${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
    return response.text().then(text => (text ? JSON.parse(text) : undefined));
  };
  const path = 'apps/payments/envs/staging/kustomization.yaml';
  const file = await call('GET', `/contents/${path}`);
  const text = Buffer.from(file.content, 'base64')
    .toString('utf8')
    .replace('1.7.0', '2.0.0');
  await call('PUT', `/contents/${path}`, {
    content: Buffer.from(text).toString('base64'),
    sha: file.sha,
    branch: 'main',
    new_branch: 'promote',
    message: 'Promote payments',
  });
  const pull = await call('POST', '/pulls', {
    base: 'main',
    head: 'promote',
    title: 'Promote payments',
  });
  const instance = sandbox.instance('eu-central');
  const isThere = () => {
    const status = instance.store.get('payments-staging')?.status;
    return (
      status?.sync.status === 'Synced' &&
      status.health.status === 'Healthy' &&
      status.summary.images?.join() === 'registry.example.com/payments:2.0.0'
    );
  };
  const arrived = new Promise<void>(resolve => {
    instance.store.onEvent(() => isThere() && resolve());
  });
  await call('POST', `/pulls/${pull.number}/merge`, { Do: 'merge' });
  await arrived;
  expect(
    instance.store.get('payments-staging')?.status.operationState?.phase,
  ).toBe('Succeeded');
}, 20_000);
