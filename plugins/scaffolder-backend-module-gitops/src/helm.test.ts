import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { inWorkspace, Lab, refusalOf } from './__testUtils__/Lab';

jest.setTimeout(120_000);

const docs = readFileSync(
  join(__dirname, '../../../docs/golden-path.md'),
  'utf8',
);
const [, documented] = /### Helm\n[^]*?```yaml\n([^]*?)```/.exec(docs)!;

const chart = {
  'charts/service/Chart.yaml': 'name: service\nversion: 1.0.0\n',
  'charts/service/values.yaml': 'env: {}\n',
  'charts/service/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: '{{ .Release.Name }}' }
spec:
  replicas: 1
  selector: { matchLabels: { app: '{{ .Release.Name }}' } }
  template:
    metadata: { labels: { app: '{{ .Release.Name }}' } }
    spec:
      containers:
        - name: app
          image: '{{ .Values.image.repository }}:{{ .Values.image.tag }}'
          envFrom: [{ secretRef: { name: '{{ .Values.envFromSecret }}' } }]
`,
};

let lab: Lab;
let workspace: string;
const run = (id: string, input: object) =>
  lab.run(id, { ...input }, { workspace });
const named = { service: 'payments-chart' };
/** Commits what the task has written, as its pull request and a merge do. */
async function merge(branchName: string): Promise<void> {
  const { output } = await run('gitops:pull-request', {
    branchName,
    title: branchName,
  });
  await lab.forge('POST', `pulls/${output.number}/merge`, { Do: 'merge' });
}

/** What Argo CD has deployed of an Application, once that is healthy. */
async function deployed(name: string) {
  const { store } = lab.sandbox.instance('eu-dev');
  for (;;) {
    const { sync, health, summary, operationState } =
      store.get(name)?.status ?? {};
    if (sync?.status === 'Synced' && health?.status === 'Healthy')
      return {
        images: summary?.images,
        kinds: operationState?.syncResult?.resources.map(({ kind }) => kind),
      };
    await sleep(50);
  }
}

beforeAll(async () => {
  lab = await Lab.start();
  for (const [path, text] of Object.entries(chart)) await lab.write(path, text);
});
afterAll(() => lab.close());
beforeEach(async () => {
  workspace = await lab.workspace();
});

describe('a service with a chart, as the docs write it', () => {
  it('is deployed with its values and its secrets', async () => {
    const [{ action, input }] = parse(
      documented.replace(
        'https://git.example.com/platform/charts',
        lab.address(),
      ),
    );
    await run(action, {
      ...named,
      environments: ['dev', 'staging'],
      repository: lab.address(),
      ...input,
    });
    const set = parse(
      await inWorkspace(workspace, 'gitops/applicationsets/charts.yaml'),
    );
    expect(set.spec.template.spec.sources[1]).toEqual({
      repoURL: lab.address(),
      targetRevision: 'main',
      path: 'apps/{{.service}}/envs/{{.environment}}',
      directory: { exclude: 'chart.json' },
      ref: 'values',
    });
    await merge('gitops/create/chart');
    expect(await deployed('payments-chart-dev')).toEqual({
      images: ['registry.example.com/payments:0.1.0'],
      kinds: expect.arrayContaining(['ExternalSecret', 'Deployment']),
    });
  });

  it('gets secret keys and settings by the actions of day 2', async () => {
    const of = { ...named, repository: lab.address() };
    await run('gitops:secret-key:add', {
      ...of,
      environments: ['dev'],
      keys: [{ secretKey: 'MAIL_KEY', key: '{environment}/{service}' }],
    });
    await run('gitops:settings:change', {
      ...of,
      environment: 'dev',
      replicas: 2,
      valuesPath: 'apps/{service}/values-{environment}.yaml',
    });
    const read = async (path: string) =>
      parse(await inWorkspace(workspace, `gitops/apps/payments-chart/${path}`));
    const { data } = (await read('envs/dev/external-secret.yaml')).spec;
    expect(data.map((one: { secretKey: string }) => one.secretKey)).toEqual([
      'STRIPE_KEY',
      'MAIL_KEY',
    ]);
    expect((await read('values-dev.yaml')).replicaCount).toBe(2);
  });

  const preview = (more: object = {}) =>
    run('gitops:preview:add', {
      ...named,
      repository: lab.address(),
      sourceRepository: lab.address('services/chart'),
      image: 'registry.example.com/payments',
      entryPath: 'apps/{service}/envs/{environment}/chart.json',
      ...more,
    });

  it('has previews with its chart, its secrets and parameters of their own', async () => {
    const code = 'services/chart';
    await lab.sandbox.forge!.api.createRepository({
      owner: 'services',
      name: 'chart',
      commits: [
        {
          message: 'Begin',
          author: 'Bo <bo@example.com>',
          date: '2026-11-23T05:00:00Z',
          files: new Map([['README.md', 'Payments']]),
        },
      ],
    });
    const { log } = await preview({
      env: { DATABASE_URL: '' },
      parameters: {
        'migration.enabled': 'false',
        'ingress.host': '{service}-{number}.example.com',
      },
    });
    expect(log).toContain('switch that off by parameters');
    const { template } = parse(
      await inWorkspace(
        workspace,
        'gitops/applicationsets/payments-chart-previews.yaml',
      ),
    ).spec;
    expect(template.spec.sources[0].helm).toEqual({
      valueFiles: ['$values/apps/payments-chart/values-dev.yaml'],
      parameters: [
        {
          name: 'image.tag',
          value: '0.0.0-pr-{{.number}}.g{{.head_short_sha}}',
          forceString: true,
        },
        { name: 'env.DATABASE_URL', value: '', forceString: true },
        { name: 'migration.enabled', value: 'false' },
        {
          name: 'ingress.host',
          value: 'payments-chart-{{.number}}.example.com',
        },
      ],
    });
    await merge('gitops/previews/chart');

    const change = { branch: 'main', new_branch: 'round', content: '' };
    await lab.forge('POST', 'contents/a', { ...change, message: 'A' }, code);
    const opened = { base: 'main', head: 'round', title: 'Round amounts' };
    const { number, head } = await lab.forge('POST', 'pulls', opened, code);
    const asked = { name: 'preview', color: '#00aabb' };
    const { id } = await lab.forge('POST', 'labels', asked, code);
    await lab.forge('POST', `issues/${number}/labels`, { labels: [id] }, code);
    const tag = `0.0.0-pr-${number}.g${head.sha.slice(0, 8)}`;
    expect(await deployed(`payments-chart-pr-${number}-dev`)).toEqual({
      images: [`registry.example.com/payments:${tag}`],
      kinds: expect.arrayContaining([
        'Namespace',
        'ExternalSecret',
        'Deployment',
      ]),
    });
  });

  it('takes the host of a preview as a parameter of the chart only', async () =>
    expect(
      await refusalOf(preview({ host: '{number}.example.com' })),
    ).toContain('give the host to the chart, by parameters'));
});
