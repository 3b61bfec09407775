import { parse } from 'yaml';
import { inWorkspace, Lab, refusalOf } from '../__testUtils__/Lab';
import { manifestProblems } from '../__testUtils__/manifestProblems';

jest.setTimeout(60_000);

let lab: Lab;
let workspace: string;
const run = (id: string, input: object) =>
  lab.run(id, { repository: lab.address(), ...input }, { workspace });
const file = (path: string) => inWorkspace(workspace, `gitops/${path}`);

beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab.close());
beforeEach(async () => {
  workspace = await lab.workspace();
});

describe('gitops:project:write', () => {
  const write = (more: object = {}) =>
    run('gitops:project:write', {
      project: 'team-c',
      environments: ['dev', { name: 'production', cluster: 'prod-eu' }],
      ...more,
    });

  it('confines a team to its repository, clusters and namespaces', async () => {
    const { output } = await write({
      description: 'Services of team C',
      windows: [
        {
          kind: 'deny',
          schedule: '0 0 24 12 *',
          duration: '72h',
          environments: ['production'],
        },
        { kind: 'deny', schedule: '0 22 * * *', duration: '8h' },
      ],
    });
    expect(output.file).toBe('projects/team-c.yaml');
    const text = await file(output.file);
    expect(manifestProblems(text)).toEqual([]);
    expect(parse(text).spec).toEqual({
      description: 'Services of team C',
      sourceRepos: [lab.address()],
      destinations: [
        { name: 'in-cluster', namespace: '*-dev' },
        { name: 'prod-eu', namespace: '*-production' },
      ],
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
      namespaceResourceBlacklist: [
        { group: '', kind: 'ResourceQuota' },
        { group: '', kind: 'LimitRange' },
      ],
      syncWindows: [
        {
          kind: 'deny',
          schedule: '0 0 24 12 *',
          duration: '72h',
          applications: ['*-production'],
        },
        {
          kind: 'deny',
          schedule: '0 22 * * *',
          duration: '8h',
          applications: ['*'],
        },
      ],
    });
  });

  it('keeps a team from changing namespaces that it does not deploy to, if asked for', async () => {
    const { output } = await write({
      confineNamespaces: true,
      environments: [
        'dev',
        { name: 'staging', namespace: '{project}-{service}' },
        {
          name: 'production',
          cluster: 'prod-eu',
          namespace: '{project}-{service}',
        },
      ],
    });
    const text = await file(output.file);
    expect(manifestProblems(text)).toEqual([]);
    expect(parse(text).spec.clusterResourceWhitelist).toEqual(
      ['*-dev', 'team-c-*'].map(name => ({
        group: '',
        kind: 'Namespace',
        name,
      })),
    );
  });

  it('takes the environments of the service that was checked', async () => {
    await run('gitops:service:check', {
      service: 'cart',
      environments: ['dev'],
    });
    await lab.run('gitops:project:write', { project: 'team-c' }, { workspace });
    expect(parse(await file('projects/team-c.yaml')).spec).toMatchObject({
      destinations: [{ name: 'in-cluster', namespace: '*-dev' }],
    });
  });

  it.each([
    [
      'a project that is there with other content',
      { project: 'team-a' },
      /projects\/team-a\.yaml exists in platform\/gitops already/,
    ],
    [
      'a window in an environment that it does not have',
      {
        windows: [
          {
            kind: 'allow',
            schedule: '* * * * *',
            duration: '1h',
            environments: ['test'],
          },
        ],
      },
      /input\.windows\[0\] holds in test, which is none/,
    ],
    [
      'a duration with days',
      { windows: [{ kind: 'deny', schedule: '* * * * *', duration: '3d' }] },
      /input\.windows\[0\]\.duration can't be a duration/,
    ],
    [
      'a placeholder that it does not know',
      { environments: [{ name: 'dev', namespace: '{team}-dev' }] },
      /\{team\} in "\{team\}-dev" is not a known placeholder/,
    ],
  ])('refuses %s', async (_, more, words) =>
    expect(await refusalOf(write(more))).toMatch(words),
  );
});

describe('gitops:owners:add', () => {
  const add = (more: object) => run('gitops:owners:add', more);
  const entries = [{ path: 'apps/cart/', owners: ['services/team-a'] }];

  it('makes the file where that is asked for, and leaves last lines the last ones', async () => {
    const platform = ['@platform/platform'];
    await add({
      create: true,
      entries: [{ path: '*', owners: platform }],
      last: [{ path: 'apps/*/envs/production/', owners: platform }],
    });
    await add({ entries });
    await add({ entries });
    expect(await file('CODEOWNERS')).toBe(
      [
        '.* @platform/platform',
        'apps/cart/.* @services/team-a',
        '',
        '# The lines below decide, whatever is written above.',
        'apps/[^/]+/envs/production/.* @platform/platform',
        '',
      ].join('\n'),
    );
  });

  it('writes nothing where the repository has no such file', async () => {
    const { output, log } = await add({ entries });
    expect(output.file).toBeUndefined();
    expect(log).toContain('platform/gitops has no CODEOWNERS');
  });

  it.each([
    ['a path with spaces', [{ path: 'a b', owners: ['x'] }]],
    ['a line more in an owner', [{ path: 'a', owners: ['x\n* @me'] }]],
    ['a comment in a path', [{ path: '#', owners: ['x'] }]],
  ])('refuses %s', async (_, unfit) =>
    expect(await refusalOf(add({ create: true, entries: unfit }))).toMatch(
      /can't be (a path of CODEOWNERS|an owner)/,
    ),
  );
});

describe('the golden path of a repository', () => {
  const entry = (service: string, environment: string, version: string) =>
    `{ "service": "${service}",\r\n  "environment": "${environment}", "project": "team-a",   "goldenPath": "${version}" }\r\n`;
  const component = (version: string) => `golden-path/${version}/README.md`;

  beforeAll(async () => {
    await lab.write(component('v2'), 'The second');
    await lab.write(component('v10'), 'The tenth');
    await lab.write(component('drafts'), 'Not a version');
    for (const [service, environment, version] of [
      ['cart', 'dev', 'v2'],
      ['cart', 'production', 'v2'],
      ['wishes', 'dev', 'v10'],
    ])
      await lab.write(
        `apps/${service}/envs/${environment}/config.json`,
        entry(service, environment, version),
      );
  });
  const upgrade = (more: object = {}) =>
    run('gitops:golden-path:upgrade', more);

  it('is given to services in its newest version, and no other byte changes', async () => {
    const { output } = await upgrade({ environments: ['dev'] });
    expect(output).toMatchObject({
      version: 'v10',
      files: ['apps/cart/envs/dev/config.json'],
      upgraded: [{ service: 'cart', environment: 'dev', from: 'v2' }],
    });
    expect(output.summary).toContain('| cart | dev | v2 → v10 |');
    expect(await file('apps/cart/envs/dev/config.json')).toBe(
      entry('cart', 'dev', 'v10'),
    );
  });

  it('can be an older one, of some services', async () => {
    const { output } = await upgrade({ to: 'v2', services: ['wishes'] });
    expect(output.upgraded).toEqual([
      { service: 'wishes', environment: 'dev', from: 'v10' },
    ]);
  });

  it('is written in lists of ApplicationSets and in Applications too, and no other byte changes', async () => {
    const set = (...versions: string[]) => `# Lists
kind: ApplicationSet
metadata: {name: listed}
spec:
  generators:
    - list:
        elements:
          - {service: till, environment: dev, goldenPath: "${versions[0]}"} # first
          - service: till
            environment: production
            goldenPath: ${versions[1]}
          - {service: other, environment: dev}
  template: {metadata: {name: '{{service}}-{{environment}}'}}
`;
    const child = (version: string) => `kind: Application
metadata:
  name: shelf-dev
  labels: { app.kubernetes.io/name: shelf, environment: dev, 'gitops/golden-path': '${version}' }
spec:
  source:
    path: apps/shelf/envs/dev
    kustomize:
      components:
        - ../../../../components/tls
        - ../../../../golden-path/${version} # shared
`;
    await lab.write('applicationsets/listed.yaml', set('v2', 'v2'));
    await lab.write('environments/dev/shelf.yaml', child('v2'));
    const { output } = await upgrade({
      environments: ['dev'],
      services: ['till', 'shelf'],
    });
    expect(output).toMatchObject({
      files: ['applicationsets/listed.yaml', 'environments/dev/shelf.yaml'],
      upgraded: [
        { service: 'till', environment: 'dev', from: 'v2' },
        { service: 'shelf', environment: 'dev', from: 'v2' },
      ],
    });
    expect(await file('applicationsets/listed.yaml')).toBe(set('v10', 'v2'));
    expect(await file('environments/dev/shelf.yaml')).toBe(child('v10'));
  });

  it('is refused where others share the text of a version', async () => {
    await lab.write(
      'shared-sets/all.yaml',
      'kind: ApplicationSet\nmetadata: {name: shared}\nspec:\n  generators:\n    - list:\n        elements:\n          - {service: a, environment: dev, goldenPath: &v v2}\n          - {service: b, environment: dev, goldenPath: *v}\n',
    );
    expect(await refusalOf(upgrade({ sets: 'shared-sets' }))).toContain(
      'spec.generators.0.list.elements.0.goldenPath in shared-sets/all.yaml has the version in an anchor or an alias',
    );
  });

  it.each([
    [
      'a version that is not there',
      { to: 'v3' },
      /no golden-path\/v3\. Its newest is v10/,
    ],
    [
      'a service that is not there',
      { services: ['nobody'] },
      /no version of golden-path for nobody/,
    ],
    ['another folder', { goldenPath: 'shared' }, /no version in shared/],
    [
      'files of another layout',
      { entryPath: 'apps/{service}.json' },
      /can't be looked through/,
    ],
  ])('refuses %s', async (_, more, words) =>
    expect(await refusalOf(upgrade(more))).toMatch(words),
  );

  it('is left out of what is written for a service, and named in its entries', async () => {
    const input = { service: 'lists', environments: ['dev'] };
    await run('gitops:deployment:write', {
      ...input,
      image: 'registry.example.com/lists',
      tag: '0.1.0',
    });
    expect(await file('apps/lists/base/deployment.yaml')).not.toContain(
      'seccompProfile',
    );
    await run('gitops:applicationset:add', {
      ...input,
      project: 'team-a',
      file: 'sets/lists.yaml',
      create: { name: 'lists' },
      entryPath: 'lists/{service}/{environment}/config.json',
    });
    const { template } = parse(await file('sets/lists.yaml')).spec;
    expect(template.metadata.labels['gitops/golden-path']).toBe(
      '{{.goldenPath}}',
    );
    expect(template.spec.source.kustomize.components).toEqual([
      '../../../golden-path/{{.goldenPath}}',
    ]);
    expect(
      JSON.parse(await file('lists/lists/dev/config.json')).goldenPath,
    ).toBe('v10');
    await run('gitops:app-of-apps:add', { ...input, project: 'team-a' });
    const application = parse(await file('environments/dev/lists.yaml'));
    expect(application.metadata.labels['gitops/golden-path']).toBe('v10');
    expect(application.spec.source.kustomize.components).toEqual([
      '../../../../golden-path/v10',
    ]);
  });

  it('is refused by a set that would deploy the service without it', async () => {
    const input = { service: 'lists', environments: ['dev'] };
    await run('gitops:deployment:write', {
      ...input,
      image: 'registry.example.com/lists',
      tag: '0.1.0',
    });
    expect(
      await refusalOf(
        run('gitops:applicationset:add', { ...input, project: 'team-a' }),
      ),
    ).toContain(
      'The service has its golden path from golden-path, which ApplicationSet services does not add',
    );
  });
});
