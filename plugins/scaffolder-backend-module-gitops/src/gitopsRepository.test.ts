import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { Lab } from './__testUtils__/Lab';
import { manifestProblems } from './__testUtils__/manifestProblems';
import { Portal, startPortal } from './__testUtils__/startPortal';

jest.setTimeout(180_000);

const templates = ['gitops-repository', 'microservice', 'upgrade-golden-path'];
const run = promisify(execFile);

let lab: Lab;
let portal: Portal;
const submit: Portal['submit'] = (...filledIn) => portal.submit(...filledIn);

beforeAll(async () => {
  lab = await Lab.start();
  portal = await startPortal(lab, templates);
});
afterAll(async () => {
  await portal?.stop();
  await lab.close();
});

async function until<T>(look: () => Promise<T | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await sleep(50);
  }
}

const inCluster = {
  cluster: 'in-cluster',
  namespace: '{service}-{environment}',
};
const filledIn = (name: string) => ({
  repository: lab.address(`platform/${name}`),
  owner: 'group:default/platform',
  visibility: 'private',
  environments: [
    { name: 'dev', ...inCluster },
    {
      name: 'production',
      cluster: 'prod-eu',
      namespace: '{project}-{service}',
    },
  ],
  reviewed: ['production'],
  teams: ['group:default/team-a', 'group:default/team-b'],
});

it.each(templates)('%s has in one block what a platform adapts', name => {
  const text = readFileSync(
    join(__dirname, '../../../templates', name, 'template.yaml'),
    'utf8',
  );
  const [before, rest] = text.split('  platform:\n');
  const [, ...after] = rest.split(/^$/m);
  expect(`${before}${after.join('\n')}`).not.toMatch(
    /127\.0\.0\.1|in-cluster|production|group:default/,
  );
});

it.each([...templates, 'add-gitops'])(
  'the docs name each value of the block of %s',
  name => {
    const read = (path: string) =>
      readFileSync(join(__dirname, '../../..', path), 'utf8');
    const { spec } = parse(read(`templates/${name}/template.yaml`));
    const docs = read('docs/golden-path.md');
    const missing = Object.keys(spec.platform).filter(
      key => !new RegExp(`\\b${key}\``).test(docs),
    );
    expect(missing).toEqual([]);
  },
);

/** Until an Application with a version of the golden path is synced and healthy. */
function healthy(instance: string, name: string, goldenPath: string) {
  return until(async () => {
    const found = lab.sandbox.instance(instance).store.get(name);
    const { health, sync } = found?.status ?? {};
    return (
      found?.metadata.labels?.['gitops/golden-path'] === goldenPath &&
      !found.operation &&
      health?.status === 'Healthy' &&
      sync?.status === 'Synced' &&
      found
    );
  });
}

function synced(name: string) {
  const { store } = lab.sandbox.instance('eu-dev');
  return until(async () => store.get(name)?.status.sync.status === 'Synced');
}

function manifestsOf(instance: string, name: string) {
  const { controller } = lab.sandbox.instance(instance);
  return [...controller.record(name)!.cluster.live.values()].map(
    ({ manifest }) => manifest,
  );
}

const merge = (number: number) =>
  lab.forge('POST', `pulls/${number}/merge`, { Do: 'merge' }, 'platform/fleet');

it('makes a repository that Argo CD deploys from, and the next template puts a service into it', async () => {
  expect(await submit('gitops-repository', filledIn('fleet'))).toEqual({
    status: 'completed',
    log: expect.stringContaining('Repository '),
  });
  const clone = join(portal.folder, 'fleet');
  await run('git', [
    '-c',
    `http.extraHeader=Authorization: token ${lab.sandbox.token}`,
    'clone',
    '--quiet',
    `${lab.address('platform/fleet')}.git`,
    clone,
  ]);
  const read = (path: string) => readFileSync(join(clone, path), 'utf8');
  const { stdout } = await run('git', ['ls-files'], { cwd: clone });
  const files = stdout.trim().split('\n');
  const manifests = files.filter(
    path => path.endsWith('.yaml') && !path.startsWith('golden-path/'),
  );
  for (const one of manifests)
    expect([one, manifestProblems(read(one))]).toEqual([one, []]);
  expect(files).toEqual(
    expect.arrayContaining([
      'applicationsets/services.yaml',
      'bootstrap/environment-dev.yaml',
      'bootstrap/environment-production.yaml',
      'bootstrap/root.yaml',
      'environments/production/README.md',
      'golden-path/v1/kustomization.yaml',
      'projects/platform.yaml',
      'projects/team-a.yaml',
      'projects/team-b.yaml',
    ]),
  );
  expect(parse(read('projects/team-a.yaml')).spec).toMatchObject({
    sourceRepos: [`${lab.address('platform/fleet')}.git`],
    destinations: [
      { name: 'in-cluster', namespace: '*-dev' },
      { name: 'prod-eu', namespace: 'team-a-*' },
    ],
    clusterResourceWhitelist: [
      { group: '', kind: 'Namespace', name: '*-dev' },
      { group: '', kind: 'Namespace', name: 'team-a-*' },
    ],
  });
  expect(read('CODEOWNERS').split('\n')).toEqual([
    '.* @platform/platform',
    '',
    '# The lines below decide, whatever is written above.',
    'apps/[^/]+/envs/[^/]+/config[.]json @platform/platform',
    'apps/[^/]+/envs/production/.* @platform/platform',
    '',
  ]);
  const block = /```yaml\n([^]*?)```/.exec(read('README.md'))![1];
  expect(parse(block)).toEqual({
    gitops: {
      environments: [
        { name: 'dev', promotion: 'imageUpdater' },
        { name: 'production', promotion: 'pullRequest' },
      ],
    },
    scaffolder: {
      gitops: { repositories: [lab.address('platform/fleet')] },
    },
  });

  // As people do: Argo CD is given a credential and the root, once
  const repository = lab.sandbox.forge!.api.repository('platform', 'fleet')!;
  await lab.sandbox.follow({ owner: 'platform', name: 'fleet' });
  for (const name of ['root', 'projects', 'applicationsets', 'environment-dev'])
    await synced(`fleet-${name}`);
  expect(
    await submit('microservice', {
      name: 'wishes',
      owner: 'group:default/team-a',
      description: 'Wishes of customers',
      database: true,
      environments: ['dev', 'production'],
      secretKeys: [],
      gitops: lab.address('platform/fleet'),
      code: lab.address('services'),
    }),
  ).toEqual({
    status: 'completed',
    log: expect.stringContaining('Pull request '),
  });
  const [pull] = await lab.forge('GET', 'pulls', undefined, 'platform/fleet');
  expect(pull.body).not.toContain('No AppProject');
  const changed: { filename: string }[] = await lab.forge(
    'GET',
    `pulls/${pull.number}/files?limit=50`,
    undefined,
    'platform/fleet',
  );
  expect(changed.map(({ filename }) => filename)).toContain('CODEOWNERS');
  await lab.forge(
    'DELETE',
    'branch_protections/main',
    undefined,
    'platform/fleet',
  );
  await merge(pull.number);
  const applications = [
    ['eu-dev', 'wishes-dev', 'in-cluster', 'wishes-dev'],
    ['eu-central', 'wishes-production', 'prod-eu', 'team-a-wishes'],
  ];
  for (const [instance, name, cluster, namespace] of applications) {
    const application = await healthy(instance, name, 'v1');
    expect(
      application.metadata.annotations?.[
        'argocd.argoproj.io/manifest-generate-paths'
      ],
    ).toBe('.;../../base;/golden-path/v1');
    expect(application.spec).toMatchObject({
      project: 'team-a',
      destination: { name: cluster, namespace },
    });
    const live = manifestsOf(instance, name);
    expect(live.map(({ kind }) => kind)).toContain('PodDisruptionBudget');
    expect(live.find(({ kind }) => kind === 'Deployment')).toMatchObject({
      spec: {
        revisionHistoryLimit: 5,
        template: {
          spec: {
            automountServiceAccountToken: false,
            containers: [
              {
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                  readOnlyRootFilesystem: true,
                },
              },
            ],
          },
        },
      },
    });
  }

  // The platform changes its mind
  const shared = files.filter(path => path.startsWith('golden-path/v1/'));
  await repository.commit({
    branch: 'main',
    message: 'Keep fewer revisions',
    author: 'platform <platform@example.com>',
    files: new Map(
      shared.map(path => [
        path.replace('/v1/', '/v2/'),
        read(path).replace(
          'revisionHistoryLimit: 5',
          'revisionHistoryLimit: 2',
        ),
      ]),
    ),
  });
  expect(
    await submit('upgrade-golden-path', {
      gitops: lab.address('platform/fleet'),
      environments: ['dev'],
    }),
  ).toEqual({
    status: 'completed',
    log: expect.stringContaining('Pull request '),
  });
  const [upgrade] = await lab.forge(
    'GET',
    'pulls',
    undefined,
    'platform/fleet',
  );
  expect(upgrade.title).toBe('Golden path v2 in dev');
  await merge(upgrade.number);
  const specIn = (instance: string, name: string) =>
    manifestsOf(instance, name).find(({ kind }) => kind === 'Deployment')!
      .spec as { revisionHistoryLimit: number };
  await until(
    async () => specIn('eu-dev', 'wishes-dev').revisionHistoryLimit === 2,
  );
  await healthy('eu-dev', 'wishes-dev', 'v2');
  expect(specIn('eu-central', 'wishes-production').revisionHistoryLimit).toBe(
    5,
  );
});
