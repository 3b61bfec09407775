import { readdir } from 'node:fs/promises';
import { parse } from 'yaml';
import { inWorkspace, Lab, refusalOf } from '../__testUtils__/Lab';

jest.setTimeout(60_000);

const service = 'cart';
const environments = ['dev', 'staging', 'production'];
const image = 'registry.example.com/cart';
const command = ['node', 'migrate.js'];
const secrets = {
  store: { name: 'vault', kind: 'ClusterSecretStore' },
  provider: 'vault',
  keys: [{ secretKey: 'A', key: '{environment}/{service}', property: 'A' }],
};
const whole = {
  project: 'team-a',
  image,
  tag: '0.1.0',
  port: 3000,
  writable: ['/tmp', '/cache'],
  replicas: { production: 2 },
  secrets,
  migration: { command, retries: 1 },
  applicationSet: { file: 'applicationsets/services.yaml' },
  imageUpdater: { environments: ['dev'], strategy: 'newest-build' },
  promoteWorkflow: { environments: ['staging'] },
  owners: ['platform/team-a'],
};

let lab: Lab;
let workspace: string;
const previews = (from: string) => ({
  from,
  sourceRepository: lab.address('services/cart'),
});
const run = (id: string, input: object) =>
  lab.run(id, { ...input }, { workspace });
const write = (more: object = {}) =>
  run('gitops:service:write', {
    repository: lab.address(),
    service,
    environments,
    ...whole,
    ...more,
  });
const file = (path: string) => inWorkspace(workspace, `gitops/${path}`);

async function texts(): Promise<Record<string, string>> {
  const all = await readdir(`${workspace}/gitops`, {
    recursive: true,
    withFileTypes: true,
  });
  const paths = all
    .filter(one => one.isFile())
    .map(one => `${one.parentPath}/${one.name}`.split('/gitops/')[1]);
  return Object.fromEntries(
    await Promise.all(
      paths.sort().map(async path => [path, await file(path)] as const),
    ),
  );
}

beforeAll(async () => {
  lab = await Lab.start({ argocd: false } as never);
  await lab.write('CODEOWNERS', '.* @platform/platform\n');
});
afterAll(() => lab.close());
beforeEach(async () => {
  workspace = await lab.workspace();
});

describe('gitops:service:write', () => {
  it('writes what the single actions write, and answers what they answer', async () => {
    const { output } = await write({ previews: previews('dev') });
    const written = await texts();

    workspace = await lab.workspace();
    const repository = lab.address();
    await run('gitops:service:check', { service, environments, repository });
    const shared = { image, writable: ['/tmp', '/cache'] };
    const secretName = 'cart-secrets';
    const steps: [string, object][] = [
      [
        'gitops:deployment:write',
        {
          ...shared,
          tag: '0.1.0',
          port: 3000,
          replicas: { production: 2 },
          secretName,
        },
      ],
      ['gitops:externalsecret:write', secrets],
      [
        'gitops:migration-job:write',
        { ...shared, command, retries: 1, secretName },
      ],
      ['gitops:applicationset:add', { project: 'team-a' }],
      [
        'gitops:image-updater:write',
        { image, environments: ['dev'], strategy: 'newest-build' },
      ],
      ['gitops:promote-workflow:add', { environments: ['staging'] }],
      ['gitops:preview:add', { ...previews('dev'), image, project: 'team-a' }],
      [
        'gitops:owners:add',
        { entries: [{ path: 'apps/cart/', owners: ['platform/team-a'] }] },
      ],
    ];
    const files: string[] = [];
    for (const [id, input] of steps) {
      const { output: own } = await run(id, input);
      files.push(...[own.files ?? own.file].flat());
    }
    expect(written).toEqual(await texts());
    expect(output).toEqual({
      files,
      applications: ['cart-dev', 'cart-staging', 'cart-production'],
      secretName,
      storeEntries: ['dev/cart: A', 'staging/cart: A', 'production/cart: A'],
    });
  });

  it('takes the service, its environments and the repository from an earlier step', async () => {
    const repository = lab.address();
    await run('gitops:service:check', { service, environments, repository });
    const { output } = await run('gitops:service:write', whole);
    expect(output.applications).toHaveLength(3);
    expect(await file('CODEOWNERS')).toContain('apps/cart/.* @platform/team-a');
  });

  it('writes no secrets, migration, builds, releases and previews where the service has none', async () => {
    const { output } = await write({
      environments: ['production'],
      secrets: { ...secrets, keys: [] },
      migration: { command: [] },
      previews: previews('dev'),
    });
    expect(output).toEqual({
      files: expect.not.arrayContaining([
        expect.stringMatching(/secret|migration|updater|preview/),
      ]),
      applications: ['cart-production'],
    });
    const deployment = parse(await file('apps/cart/base/deployment.yaml'));
    expect(deployment.spec.template.spec.containers[0]).not.toHaveProperty(
      'envFrom',
    );
  });

  it('writes Helm values, with the secrets beside the chart', async () => {
    const { output } = await write({
      environments: ['dev'],
      style: 'helm',
      plainFolder: true,
      migration: undefined,
      chartValues: { autoscaling: { enabled: true } },
      imageUpdater: {
        environments: ['dev'],
        valuesFile: 'apps/{service}/values-{environment}.yaml',
      },
    });
    expect(output.files).toEqual([
      'apps/cart/values-dev.yaml',
      'apps/cart/envs/dev/external-secret.yaml',
      'apps/cart/envs/dev/config.json',
      'environments/dev/cart-image-updater.yaml',
      'CODEOWNERS',
    ]);
    expect(parse(await file('apps/cart/values-dev.yaml'))).toMatchObject({
      image: { repository: image, tag: '0.1.0' },
      envFromSecret: 'cart-secrets',
      autoscaling: { enabled: true },
    });
  });

  it('adds the workflow that promotes to a repository that has none', async () => {
    await lab.sandbox.forge!.api.createRepository({
      owner: 'platform',
      name: 'plain',
      commits: [
        {
          message: 'Begin',
          author: 'Bo <bo@example.com>',
          date: '2026-11-23T05:00:00Z',
          files: new Map([
            ['environments/dev/README.md', 'Image Updater\n'],
            [
              'applicationsets/services.yaml',
              (await lab.read('applicationsets/services.yaml'))!,
            ],
          ]),
        },
      ],
    });
    const { output } = await write({
      repository: lab.address('platform/plain'),
    });
    expect(output.files).toContain('.gitea/workflows/promote.yaml');
  });

  it('has the owners review each folder of a service that has several', async () => {
    await write({
      paths: {
        base: 'bases/{service}/kustomize',
        overlay: 'clusters/{environment}/{service}',
      },
      applicationSet: {
        entryPath: 'apps/{service}/envs/{environment}/config.json',
      },
    });
    const lines = (await file('CODEOWNERS')).trim().split('\n').slice(1);
    expect(lines.map(one => one.split('.*')[0])).toEqual([
      'bases/cart/',
      'clusters/dev/cart/',
      'clusters/staging/cart/',
      'clusters/production/cart/',
    ]);
  });

  it.each<[string, object, string]>([
    [
      'a tag that no image has',
      { tag: 'a b' },
      "InputError: input.tag can't be the tag of an image",
    ],
    [
      "another service's entry of the store",
      {
        secrets: {
          ...secrets,
          keys: [{ secretKey: 'A', key: 'production/ledger' }],
        },
      },
      'InputError: input.secrets.keys[0].key is not an entry of cart in dev',
    ],
    [
      'a store that is made without its access',
      { secrets: { ...secrets, createStore: {} } },
      'InputError: input.secrets.createStore.vault is missing',
    ],
    [
      'a secret in the command of the migration',
      { migration: { command: [`--password=${'Xk29fLq8vT3m'}`] } },
      'InputError: This looks like a secret: input.migration.command[0]',
    ],
    [
      'a value of the entries that is missing for an environment',
      { applicationSet: { values: { cluster: { dev: 'eu' } } } },
      'InputError: input.applicationSet.values.cluster has no value for staging',
    ],
    [
      'a project that has no name in Kubernetes',
      { project: 'Team A' },
      "InputError: input.project can't be a name in Kubernetes",
    ],
    [
      'images that are written past Git',
      { imageUpdater: { environments: ['dev'], method: 'argocd' } },
      'InputError: input.imageUpdater.method has to be `git`',
    ],
    [
      'a migration beside a chart',
      { style: 'helm', plainFolder: true, promoteWorkflow: undefined },
      'With a chart, the migration is a Job of the chart',
    ],
    [
      'the workflow that promotes for a chart',
      { style: 'helm', plainFolder: true, migration: undefined },
      'input.promoteWorkflow is for kustomizations: with style helm, promote releases in the portal',
    ],
    [
      'values of a chart without one',
      { chartValues: { a: 1 } },
      'input.chartValues is for Helm values',
    ],
    [
      'a release to an environment that the workflow of the repository leaves out',
      { promoteWorkflow: { environments: ['production'] } },
      'ConflictError: .gitea/workflows/promote.yaml does not promote to production',
    ],
  ])('refuses %s, and names the input', async (_, more, sentence) =>
    expect(await refusalOf(write(more))).toContain(sentence),
  );
});
