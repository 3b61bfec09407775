import { Sandbox, startSandbox } from '../Sandbox';

jest.setTimeout(30_000);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 200, noticeDelayMs: 0 });
});
afterAll(() => sandbox.close());

const imageOf = (application: string) => {
  const instance = sandbox.argocd.find(({ store }) => store.get(application));
  const [image] = instance?.store.get(application)?.status.summary.images ?? [];
  return image?.split(':').at(-1);
};
const api = (path: string, body?: object) =>
  fetch(`${sandbox.url}/api/v1/repos/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `token ${sandbox.token}-nora`,
      'content-type': 'application/json',
    },
    body: body && JSON.stringify(body),
  });
type Run = Record<string, string> & { id: number };
const runsOf = async (repository: string): Promise<Run[]> => {
  const { workflow_runs: runs } = await (
    await api(`${repository}/actions/workflows/promote.yaml/runs?limit=50`)
  ).json();
  return runs;
};

it.each(['ledger', 'shipping', 'search', 'notifications', 'reviews'])(
  'has %s one version further in staging than in preprod, and there than in production',
  service => {
    const minors = ['staging', 'preprod', 'production'].map(environment =>
      Number(imageOf(`${service}-${environment}`)?.split('.')[1]),
    );
    expect(minors).toEqual([7, 6, 5]);
  },
);

it('has Applications of two repositories in each environment, all found there', () => {
  const [gitops, engagement] = sandbox.repositories.map(({ url }) => url);
  for (const environment of ['dev', 'test', 'staging', 'preprod', 'production'])
    for (const [service, url] of [
      ['ledger', gitops],
      ['reviews', engagement],
    ]) {
      const application = sandbox.argocd
        .map(({ store }) => store.get(`${service}-${environment}`))
        .find(found => found !== undefined);
      expect(application?.spec.source?.repoURL).toBe(url);
      expect(application?.status.sync.status).toBe('Synced');
      expect(application?.status.health.status).toBe('Healthy');
    }
});

const live = (application: string, key: string) =>
  JSON.stringify(
    sandbox
      .instance('eu-central')
      .controller.record(application)
      ?.cluster.live.get(key)?.manifest,
  );

it('has a secret key of search in staging that preprod lacks', () => {
  const secret = (environment: string) =>
    live(
      `search-${environment}`,
      `external-secrets.io/ExternalSecret/search-${environment}/search-secrets`,
    );
  expect(secret('staging')).toContain('EMBEDDINGS_KEY');
  expect(secret('preprod')).toContain('DATABASE_URL');
  expect(secret('preprod')).not.toContain('EMBEDDINGS_KEY');
});

it('has another migration of shipping in staging than in preprod', () => {
  const job = (environment: string) =>
    live(
      `shipping-${environment}`,
      `batch/Job/shipping-${environment}/shipping-migrate`,
    );
  expect(job('staging')).toContain('--split-parcels');
  expect(job('preprod')).toContain('/app/migrate');
  expect(job('preprod')).not.toContain('--split-parcels');
});

it.each([
  [
    'platform/gitops',
    ['payments', 'pricing', 'search', 'shipping', 'webhooks'],
  ],
  ['engagement/deployments', ['reviews']],
])(
  'has past runs of the workflow in %s that made what is in test',
  async (repository, services) => {
    const runs = await runsOf(repository);
    for (const service of services) {
      const version = imageOf(`${service}-test`);
      const [run] = runs.filter(
        ({ display_title: title }) =>
          title.endsWith(`${version} to test`) && title.includes(service),
      );
      expect(run).toMatchObject({ conclusion: 'success', head_branch: 'main' });
      const file = await api(
        `${repository}/contents/apps/${service}/envs/test/kustomization.yaml?ref=${run.head_sha}`,
      );
      const { content } = await file.json();
      // What it was started on did not have it yet
      expect(Buffer.from(content, 'base64').toString()).not.toContain(version);
    }
  },
);

/** Dispatches the workflow and waits until its run has ended */
async function promote(
  repository: string,
  inputs: { service: string; environment: string; version: string },
): Promise<Run> {
  const known = (await runsOf(repository)).length;
  const answer = await api(
    `${repository}/actions/workflows/promote.yaml/dispatches`,
    { ref: 'main', inputs },
  );
  expect(answer.status).toBe(204);
  for (;;) {
    const [run, ...older] = await runsOf(repository);
    expect(older).toHaveLength(known);
    if (run.status === 'completed') return run;
  }
}

it.each([
  ['platform/gitops', 'ledger', '1.9.10'],
  ['engagement/deployments', 'reviews', '1.9.9'],
])(
  'a dispatched run in %s commits, and Argo CD deploys it',
  async (repository, service, version) => {
    const { store } = sandbox.instance('eu-dev');
    const arrived = new Promise<void>(resolve => {
      store.onEvent(() => {
        const status = store.get(`${service}-test`)?.status;
        if (status?.summary.images?.join().endsWith(`:${version}`)) resolve();
      });
    });
    const run = await promote(repository, {
      service,
      environment: 'test',
      version,
    });
    expect(run).toMatchObject({
      conclusion: 'success',
      actor: { login: 'nora' },
    });
    const [commit] = await (await api(`${repository}/commits?limit=1`)).json();
    expect(commit.commit).toMatchObject({
      author: { name: 'promotion' },
      message: expect.stringMatching(
        new RegExp(
          `^Promote ${service} ${version} to test\n\n(.*\n)*Started-by: nora\nRun: http`,
        ),
      ),
    });
    await arrived;
  },
);

it.each([
  [
    { service: 'ledger', environment: 'test', version: '1 9' },
    'That is not a version: 1 9',
  ],
  [
    { service: 'ledger', environment: 'production', version: '1.9.10' },
    'This workflow does not promote to production, but to: test staging.',
  ],
  [
    { service: 'ledger', environment: 'moon', version: '1.9.10' },
    'This workflow does not promote to moon',
  ],
])(
  'a run with %j fails, says why, and commits nothing',
  async (inputs, words) => {
    const before = await sandbox.repository?.head('main');
    const run = await promote('platform/gitops', inputs);
    expect(run.conclusion).toBe('failure');
    expect(await (await fetch(run.html_url)).text()).toContain(words);
    expect(await sandbox.repository?.head('main')).toBe(before);
  },
);

it('a run for a service that is not in the environment yet succeeds, and commits nothing', async () => {
  const before = await sandbox.repository?.head('main');
  const run = await promote('platform/gitops', {
    service: 'nothing',
    environment: 'test',
    version: '1.9.10',
  });
  expect(run.conclusion).toBe('success');
  expect(await (await fetch(run.html_url)).text()).toContain(
    'nothing is not in test yet',
  );
  expect(await sandbox.repository?.head('main')).toBe(before);
});

it('deploys a service of the other repository from the control page too', async () => {
  await sandbox.deploy({
    service: 'notifications',
    environment: 'dev',
    version: '2.0.0',
  });
  const [gitops, engagement] = sandbox.repositories;
  const path = 'apps/notifications/envs/dev/kustomization.yaml';
  const filesOf = async (repository: typeof gitops) =>
    repository.files((await repository.head('main')) ?? '');
  expect((await filesOf(engagement)).get(path)).toContain('"2.0.0"');
  expect((await filesOf(gitops)).has(path)).toBe(false);
});
