import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { forgeFailures } from 'sandbox';
import { parse } from 'yaml';
import { templateFile } from './__testUtils__/catalogOf';
import { Lab } from './__testUtils__/Lab';
import { manifestProblems } from './__testUtils__/manifestProblems';
import { Portal, startPortal } from './__testUtils__/startPortal';

jest.setTimeout(180_000);

const templates = [
  'microservice',
  'microservice-in-monorepo',
  'add-gitops',
  'change-secret-keys',
  'change-settings',
  'add-environment',
  'add-previews',
  'remove-service',
  'claim-services',
];
const environments = ['dev', 'test', 'staging', 'preprod', 'production'];

let lab: Lab;
let portal: Portal;
let folder: string;
const submit: Portal['submit'] = (...filledIn) => portal.submit(...filledIn);

beforeAll(async () => {
  lab = await Lab.start();
  portal = await startPortal(lab, templates);
  folder = portal.folder;
});
afterAll(async () => {
  await portal?.stop();
  await lab.close();
});

/** Not waited for in the way: the forge is in this process. */
const run = promisify(execFile);

function values(name: string, more: object = {}) {
  return {
    name,
    owner: 'group:default/team-a',
    description: 'Wishes of "customers": all of them',
    database: true,
    environments,
    secretKeys: [
      {
        secretKey: 'STRIPE_KEY',
        key: '{environment}/{service}',
        property: 'STRIPE_KEY',
      },
    ],
    gitops: lab.address(),
    code: lab.address('services'),
    ...more,
  };
}

it.each(templates)('%s has in one block what a platform adapts', name => {
  const text = readFileSync(templateFile(name), 'utf8');
  const [before, rest] = text.split('  platform:\n');
  const [, ...after] = rest.split(/^$/m);
  expect(`${before}${after.join('\n')}`).not.toMatch(
    /registry\.example|127\.0\.0\.1|aws|'dev'|staging|group:default/,
  );
});

it.each(templates)(
  '%s has at most ten steps, which a task shows beside each other',
  name => {
    const text = readFileSync(templateFile(name), 'utf8');
    expect(parse(text).spec.steps.length).toBeLessThanOrEqual(10);
  },
);

describe('the template of a microservice', () => {
  it.each([
    ['with a database', 'wishes', true, undefined],
    ['without one, which everybody may read', 'hints', false, 'public'],
  ])(
    'makes a service %s, whose tests pass, and one pull request',
    async (_, name, database, visibility) => {
      const { status, log } = await submit(
        'microservice',
        values(name, {
          database,
          visibility,
          ...(database ? {} : { secretKeys: [] }),
        }),
      );
      expect([status, log]).toEqual([
        'completed',
        expect.stringContaining('Pull request '),
      ]);
      expect(log).toContain(`The catalog has component:default/${name}`);
      const clone = join(folder, name);
      expect(
        await lab.forge('GET', '', undefined, `services/${name}`),
      ).toMatchObject({ private: visibility !== 'public' });
      await run('git', [
        '-c',
        `http.extraHeader=Authorization: token ${lab.sandbox.token}`,
        'clone',
        '--quiet',
        `${lab.address(`services/${name}`)}.git`,
        clone,
      ]);
      const git = (...args: string[]) =>
        run('git', args, { cwd: clone }).then(({ stdout }) => stdout);
      expect(await git('rev-parse', 'v0.1.0')).toBe(
        await git('rev-parse', 'main'),
      );
      expect(await git('log', '-1', '--format=%(trailers)')).toMatch(
        /^Requested-by: .+ \(user:default\/ana\)\nScaffolder-Task: \S+\n/,
      );
      expect(await git('show', 'main:CODEOWNERS')).toBe(
        '.* @services/team-a\n',
      );
      const rights = (path: string) =>
        lab.forge('GET', path, undefined, `services/${name}`);
      expect(await rights('teams')).toMatchObject([
        { name: 'team-a', permission: 'write' },
      ]);
      expect(await rights('branch_protections')).toMatchObject([
        { rule_name: 'main', enable_push: false, required_approvals: 1 },
      ]);
      const { stdout: said } = await run(process.execPath, ['--test'], {
        cwd: clone,
        env: { PATH: process.env.PATH },
      });
      expect(said).toMatch(/fail 0/);
      expect(
        JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')),
      ).toMatchObject({
        name,
        description: 'Wishes of "customers": all of them',
      });
      expect(
        parse(readFileSync(join(clone, 'catalog-info.yaml'), 'utf8')),
      ).toMatchObject({
        metadata: {
          name,
          annotations: {
            'argocd/app-selector': `app.kubernetes.io/name=${name}`,
          },
        },
        spec: { owner: 'group:default/team-a' },
      });
      const { on, jobs } = parse(
        readFileSync(join(clone, '.gitea/workflows/ci.yaml'), 'utf8'),
      );
      expect(on.push).toEqual({ branches: ['main'], tags: ['v*'] });
      expect(jobs).toMatchObject({
        'build-image': { needs: 'test' },
        [`promote-${name}-staging`]: { needs: 'build-image' },
      });
      expect(jobs['build-image'].outputs.build).toBe(
        '${{ steps.image.outputs.build }}',
      );
      // Gitea would cancel the job of a tag that waits for a runner when that of its commit comes
      expect(jobs['build-image'].concurrency).toBeUndefined();
      const lock = JSON.parse(
        readFileSync(join(clone, 'package-lock.json'), 'utf8'),
      );
      expect([
        lock.name,
        Object.keys(lock.packages[''].dependencies ?? {}),
      ]).toEqual([name, database ? ['pg'] : []]);
      expect(Object.keys(lock.packages).length > 1).toBe(database);
      expect(jobs['build-image'].steps[1].env).toEqual({
        FOLDER: '.',
        MAIN: 'origin/main',
        TAG_PREFIX: 'v',
        IMAGE: `registry.example.com/${name}`,
        REGISTRY_USER: '${{ secrets.REGISTRY_USER }}',
        REGISTRY_TOKEN: '${{ secrets.REGISTRY_TOKEN }}',
        JOB_TOKEN: '${{ github.token }}',
      });
      const [pull] = (await lab.pulls()).filter(
        ({ head }) => head.ref === `gitops/create/${name}`,
      );
      expect(pull.body.match(/^- \[ \] .*$/gm) ?? []).toEqual(
        database
          ? environments.map(
              one => `- [ ] \`${one}/wishes: DATABASE_URL, STRIPE_KEY\``,
            )
          : [],
      );
      expect(pull.body).not.toContain('No AppProject');
      const changed: { filename: string }[] = await lab.forge(
        'GET',
        `pulls/${pull.number}/files?limit=50`,
      );
      const names = changed.map(({ filename }) => filename);
      for (const one of names) {
        const text = await lab.read(one, pull.head.ref);
        expect([one, manifestProblems(text!)]).toEqual([one, []]);
      }
      expect(names.filter(one => one.endsWith('config.json'))).toHaveLength(5);
      expect(names.some(one => one.endsWith('migration.yaml'))).toBe(database);
      expect(
        names.filter(one => one.endsWith('external-secret.yaml')),
      ).toHaveLength(database ? 5 : 0);
    },
  );

  describe.each([
    {
      stack: 'go',
      tool: ['go', 'version'],
      check: ['go', 'test', '.'],
      migrate: ['/migrate'],
    },
    {
      stack: 'java',
      tool: ['javac', '-version'],
      check: [
        ...['javac', '-d', 'target', 'src/main/java/service/Answers.java'],
        ...['Main', 'Migrate'].map(
          name => `src/main/java/service/${name}.java`,
        ),
      ],
      migrate: ['java', '-cp', '/app/*', 'service.Migrate'],
    },
  ])('written in $stack', ({ stack, tool, check, migrate }) => {
    const name = `of-${stack}`;
    const clone = () => join(folder, name);

    beforeAll(async () => {
      const { status, log } = await submit(
        'microservice',
        values(name, { stack }),
      );
      if (status !== 'completed') throw new Error(log);
      await run('git', [
        '-c',
        `http.extraHeader=Authorization: token ${lab.sandbox.token}`,
        'clone',
        '--quiet',
        `${lab.address(`services/${name}`)}.git`,
        clone(),
      ]);
    });

    it('has an image whose tests the CI runs as those of any other', () => {
      const dockerfile = readFileSync(join(clone(), 'Dockerfile'), 'utf8');
      expect(dockerfile).toMatch(/^FROM sources AS test$/m);
      expect(dockerfile).toMatch(/^USER 1000$/m);
      const { jobs } = parse(
        readFileSync(join(clone(), '.gitea/workflows/ci.yaml'), 'utf8'),
      );
      expect(jobs.test.steps[1].run).toBe('docker build --target test .');
      expect(readFileSync(join(clone(), 'README.md'), 'utf8')).not.toMatch(
        /npm|undefined/,
      );
    });

    it('has the command of its migration in the GitOps repository', async () => {
      const job = parse(
        (await lab.read(
          `apps/${name}/base/migration.yaml`,
          `gitops/create/${name}`,
        ))!,
      );
      expect(job.spec.template.spec.containers[0].command).toEqual(migrate);
    });

    const isThere = spawnSync(tool[0], tool.slice(1)).status === 0;
    (isThere ? it : it.skip)(
      'compiles, without anything from elsewhere',
      async () => {
        const [command, ...args] = check;
        await run(command, args, {
          cwd: clone(),
          env: {
            ...process.env,
            GOPROXY: 'off',
            GOMODCACHE: join(folder, 'go'),
          },
        });
      },
    );
  });

  it('has pull requests deployed without the database of dev, if the form asks for it', async () => {
    const { status, log } = await submit(
      'microservice',
      values('tried', { previews: true }),
    );
    expect([status, log]).toEqual(['completed', expect.any(String)]);
    const ref = 'gitops/create/tried';
    const { spec } = parse(
      (await lab.read('applicationsets/tried-previews.yaml', ref))!,
    );
    const [entry, { pullRequest }] = spec.generators[0].matrix.generators;
    expect(entry.git.files).toEqual([
      { path: 'apps/tried/envs/dev/config.json' },
    ]);
    expect(pullRequest.gitea).toMatchObject({
      owner: 'services',
      repo: 'tried',
      tokenRef: { secretName: 'pull-requests', key: 'token' },
    });
    expect(
      await lab.read('apps/tried/preview/kustomization.yaml', ref),
    ).toContain('name: DATABASE_URL');
    const written = async (path: string) => {
      const found = await lab.forge(
        'GET',
        `contents/${path}`,
        undefined,
        'services/tried',
      );
      return Buffer.from(found.content, 'base64').toString();
    };
    expect(await written('README.md')).toContain(
      'Argo CD deploys it with the manifests and secrets of dev',
    );
    const { jobs } = parse(await written('.gitea/workflows/ci.yaml'));
    expect(jobs['build-preview'].steps[1].env).toMatchObject({
      IMAGE: 'registry.example.com/tried',
      NUMBER: '${{ github.event.pull_request.number }}',
    });
  });

  it('adds the AppProject of a team that has none, if the form asks for it', async () => {
    const { status, log } = await submit(
      'microservice',
      values('firsts', {
        owner: 'group:default/team-c',
        newProject: true,
        environments: ['dev'],
      }),
    );
    expect([status, log]).toEqual([
      'completed',
      expect.stringContaining('Pull request '),
    ]);
    const head = 'gitops/create/firsts';
    const pull = (await lab.pulls()).find(one => one.head.ref === head);
    expect(pull.body).not.toContain('No AppProject');
    const project = await lab.read('projects/team-c.yaml', head);
    expect(manifestProblems(project!)).toEqual([]);
    expect(parse(project!).spec.destinations).toEqual([
      { name: 'in-cluster', namespace: '*-dev' },
    ]);
  });

  it('has no release promoted where the form leaves that environment out', async () => {
    const { status, log } = await submit(
      'microservice',
      values('drafts', { environments: ['dev', 'production'] }),
    );
    expect([status, log]).toEqual([
      'completed',
      expect.stringContaining('Skipping step promotion'),
    ]);
    const { content } = await lab.forge(
      'GET',
      'contents/README.md',
      undefined,
      'services/drafts',
    );
    const readme = Buffer.from(content, 'base64').toString();
    expect(readme).toContain(
      "is released. The button on the service's page in the portal",
    );
    expect(readme).not.toContain('PROMOTE_TOKEN');
  });

  it('stops at what looks like a secret, with its place, and its value is in no log', async () => {
    const marker = `sk_${'live'}_51Hq7Xr2Lk9ZtVw3Bn8Yc1Ms`;
    const { status, log } = await submit(
      'microservice',
      values('leaky', { description: `Uses ${marker}` }),
    );
    expect(status).toBe('failed');
    expect(log).toMatch(/looks like a secret: the form\.description/);
    expect(log).not.toContain(marker);
    expect(
      await lab.forge('GET', '', undefined, 'services/leaky').catch(() => 404),
    ).toBe(404);
    expect(
      (await lab.pulls()).some(({ head }) => head.ref.endsWith('/leaky')),
    ).toBe(false);
  });

  it('refuses a name that is taken before anything is made', async () => {
    const { status, log } = await submit('microservice', values('orders'));
    expect(status).toBe('failed');
    expect(log).toContain('The name orders is taken: apps/orders exists');
  });

  it('refuses the second of two of one name, and leaves the first as it is', async () => {
    const first = await submit('microservice', values('twice'));
    expect([first.status, first.log]).toEqual([
      'completed',
      expect.stringContaining('Pull request '),
    ]);
    const before = await lab.pulls();
    const { status, log } = await submit('microservice', values('twice'));
    expect(status).toBe('failed');
    expect(log).toContain(
      'The name twice is taken: component:default/twice is in the catalog',
    );
    expect(await lab.pulls()).toEqual(before);
    expect(
      await lab.forge('GET', 'commits', undefined, 'services/twice'),
    ).toHaveLength(1);
  });
});

describe('the template of a microservice in a monorepo', () => {
  const monorepo = 'shop/services';
  const ref = (name: string) => `gitops/create/${name}`;
  const codeOf = async (name: string, path: string) => {
    const { content } = await lab.forge(
      'GET',
      `contents/${path}?ref=${encodeURIComponent(ref(name))}`,
      undefined,
      monorepo,
    );
    return Buffer.from(content, 'base64').toString();
  };

  it('proposes a folder with the code and a CI of its own, and its manifests', async () => {
    const { status, log } = await submit(
      'microservice-in-monorepo',
      values('gifts', { code: lab.address(monorepo), previews: true }),
    );
    expect([status, log]).toEqual([
      'completed',
      expect.stringContaining(
        `/${monorepo}/src/branch/main/gifts/catalog-info.yaml, which the catalog reads once it is there`,
      ),
    ]);
    const [pull]: { number: number; head: { ref: string } }[] = (
      await lab.forge('GET', 'pulls', undefined, monorepo)
    ).filter((one: { head: { ref: string } }) => one.head.ref === ref('gifts'));
    const changed: { filename: string; status: string }[] = await lab.forge(
      'GET',
      `pulls/${pull.number}/files?limit=50`,
      undefined,
      monorepo,
    );
    expect(new Set(changed.map(one => one.status))).toEqual(new Set(['added']));
    expect(
      changed
        .map(({ filename }) => filename)
        .filter(one => !/^gifts\/(src|test|migrations)\//.test(one)),
    ).toEqual([
      '.gitea/workflows/gifts.yaml',
      ...[
        '.dockerignore',
        '.gitignore',
        'Dockerfile',
        'README.md',
        'catalog-info.yaml',
        'package-lock.json',
        'package.json',
      ].map(one => `gifts/${one}`),
    ]);
    const ci = parse(await codeOf('gifts', '.gitea/workflows/gifts.yaml'));
    const paths = ['gifts/**/*', '.gitea/workflows/gifts.yaml'];
    expect(ci.on).toMatchObject({
      push: { branches: ['main'], tags: ['gifts/v*'], paths },
      pull_request: { paths },
    });
    expect(ci.jobs).toMatchObject({
      test: { steps: [{}, { run: 'docker build --target test gifts' }] },
      'build-image': {
        steps: [{}, { env: { FOLDER: 'gifts', TAG_PREFIX: 'gifts/v' } }],
      },
      'promote-gifts-staging': {
        needs: 'build-image',
        if: "startsWith(github.ref, 'refs/tags/gifts/v')",
      },
    });
    expect(ci.jobs['build-preview'].if).toContain("'preview-gifts'");
    expect(await codeOf('gifts', 'gifts/README.md')).toContain(
      'A tag `gifts/v1.2.3` gives',
    );
    const set = parse(
      (await lab.read('applicationsets/gifts-previews.yaml', ref('gifts')))!,
    );
    expect(
      set.spec.generators[0].matrix.generators[1].pullRequest.gitea,
    ).toMatchObject({
      owner: 'shop',
      repo: 'services',
      labels: ['preview-gifts'],
    });
  });

  it('adds the owner of the folder where the repository has a CODEOWNERS', async () => {
    await lab.sandbox.forge!.api.createRepository({
      owner: 'services',
      name: 'together',
      commits: [
        {
          message: 'Begin',
          author: 'Bo <bo@example.com>',
          date: '2026-11-23T05:00:00Z',
          files: new Map([['CODEOWNERS', '.* @platform/platform\n']]),
        },
      ],
    });
    const { status, log } = await submit(
      'microservice-in-monorepo',
      values('cards', { code: lab.address('services/together') }),
    );
    expect([status, log]).toEqual(['completed', expect.any(String)]);
    const { content } = await lab.forge(
      'GET',
      `contents/CODEOWNERS?ref=${encodeURIComponent(ref('cards'))}`,
      undefined,
      'services/together',
    );
    expect(Buffer.from(content, 'base64').toString()).toBe(
      '.* @platform/platform\ncards/.* @services/team-a\n',
    );
  });

  it('refuses a name that another folder has, before anything is proposed', async () => {
    const { status, log } = await submit(
      'microservice-in-monorepo',
      values('sealed', { code: lab.address('shop/nowhere') }),
    );
    expect([status, log]).toEqual([
      'failed',
      expect.stringContaining('There is no repository'),
    ]);
  });
});

describe('the template for an existing service', () => {
  const filledIn = (name: string, more: object = {}) => ({
    component: `component:default/${name}`,
    image: `registry.example.com/${name}`,
    tag: '2.0.0',
    port: 3000,
    probes: { readiness: '/ready', liveness: '/health' },
    migration: ['bin/migrate'],
    environments: ['dev', 'staging'],
    secretKeys: [],
    project: 'team-a',
    gitops: lab.address(),
    imageJob: 'push',
    ...more,
  });

  const ciFile = '.gitea/workflows/ci.yaml';
  const makeCode = (name: string) =>
    lab.sandbox.forge!.api.createRepository({
      owner: 'services',
      name,
      commits: [
        {
          message: 'Begin',
          author: 'Bo <bo@example.com>',
          date: '2026-11-23T05:00:00Z',
          files: new Map([[ciFile, 'jobs:\n  push: { needs: test }\n']]),
        },
      ],
    });

  it('opens pull requests to the manifests and to the CI of the code', async () => {
    await makeCode('stock');
    const { status, log } = await submit(
      'add-gitops',
      filledIn('stock', {
        code: lab.address('services/stock'),
        tagPrefix: 'stock-v',
      }),
    );
    expect([status, log]).toEqual([
      'completed',
      expect.stringContaining('Pull request '),
    ]);
    const read = (path: string) => lab.read(path, 'gitops/add/stock');
    const deployment = await read('apps/stock/base/deployment.yaml');
    expect(deployment).toContain('containerPort: 3000');
    expect(deployment).toContain('path: /ready');
    expect(await read('environments/dev/stock-image-updater.yaml')).toContain(
      'kind: ImageUpdater',
    );
    const { content } = await lab.forge(
      'GET',
      `contents/${ciFile}?ref=${encodeURIComponent('gitops/promote/stock')}`,
      undefined,
      'services/stock',
    );
    expect(parse(Buffer.from(content, 'base64').toString()).jobs).toMatchObject(
      {
        push: {},
        'promote-stock-staging': {
          needs: 'push',
          if: "startsWith(github.ref, 'refs/tags/stock-v')",
        },
      },
    );
  });

  it("opens none where the CI of the code can't be changed", async () => {
    await makeCode('racks');
    const { failures } = lab.sandbox.forge!.api;
    failures.add({
      failure: forgeFailures.get('unprocessable')!,
      method: 'POST',
      path: /\/services\/racks\//,
      times: 9,
    });
    const { status, log } = await submit(
      'add-gitops',
      filledIn('racks', { code: lab.address('services/racks') }),
    );
    failures.clear();
    expect([status, log]).toEqual([
      'failed',
      expect.stringContaining('services/racks'),
    ]);
    expect(
      (await lab.pulls()).some(({ head }) => head.ref.endsWith('/racks')),
    ).toBe(false);
  });

  it('leaves the code alone where it is told of none', async () => {
    const { status, log } = await submit(
      'add-gitops',
      filledIn('shelves', { project: 'nowhere' }),
    );
    expect([status, log]).toEqual([
      'completed',
      expect.stringContaining('Skipping step pullOfCode'),
    ]);
    const pull = (await lab.pulls()).find(({ head }) =>
      head.ref.endsWith('/shelves'),
    );
    expect(pull.body).toContain(
      'No AppProject for it was found in the repository',
    );
  });

  it('refuses a service that is in the GitOps repository already', async () => {
    const { status, log } = await submit('add-gitops', filledIn('orders'));
    expect(status).toBe('failed');
    expect(log).toContain('Add its environments there');
  });
});

describe('the templates that change a service', () => {
  const overlay = (environment: string) => `apps/drawer/envs/${environment}`;
  const change = (template: string, more: object) =>
    submit(template, {
      component: 'component:default/drawer',
      gitops: lab.address(),
      ...more,
    });
  /** The newest pull request, which a task that has ended well opened. */
  const pullOf = async ({ status, log }: { status: string; log: string }) => {
    expect([status, log]).toEqual([
      'completed',
      expect.stringContaining('Pull request '),
    ]);
    const pulls: {
      number: number;
      title: string;
      body: string;
      head: { ref: string };
    }[] = await lab.pulls();
    return pulls.sort((one, other) => other.number - one.number)[0];
  };

  beforeAll(async () => {
    await lab.write(
      'apps/drawer/base/deployment.yaml',
      'kind: Deployment\nmetadata: {name: drawer}\nspec: {template: {spec: {containers: [{name: app}]}}}\n',
    );
    await lab.write(
      `${overlay('dev')}/config.json`,
      '{"service": "drawer", "environment": "dev", "project": "team-a"}\n',
    );
    await lab.write(
      `${overlay('dev')}/kustomization.yaml`,
      'resources:\n  - ../../base\n  - external-secret.yaml\n',
    );
    await lab.write(
      `${overlay('dev')}/external-secret.yaml`,
      'kind: ExternalSecret\nmetadata: {name: drawer-secrets}\nspec:\n  data:\n    - secretKey: A\n      remoteRef: {key: dev/drawer, property: A}\n    - secretKey: OLD\n      remoteRef: {key: dev/drawer, property: OLD}\n',
    );
  });

  it('change secret keys, and show which environments have them', async () => {
    const pull = await pullOf(
      await change('change-secret-keys', {
        environments: ['dev'],
        secretKeys: [
          { secretKey: 'NEW', key: '{environment}/{service}', property: 'NEW' },
        ],
        from: 'A',
        to: 'B',
        removed: ['OLD'],
      }),
    );
    expect(pull.body).toContain('- [ ] `dev/drawer: NEW`');
    expect(pull.body).toContain('- `dev/drawer: OLD`');
    expect(pull.body).toContain('| Key | dev |');
    expect(
      parse(
        (await lab.read(
          `${overlay('dev')}/external-secret.yaml`,
          pull.head.ref,
        ))!,
      ).spec.data.map((one: { secretKey: string }) => one.secretKey),
    ).toEqual(['B', 'NEW']);
  });

  it('change settings of one environment', async () => {
    const pull = await pullOf(
      await change('change-settings', {
        environment: 'dev',
        replicas: 3,
        memory: '64Mi',
        env: { LOG_LEVEL: 'debug' },
      }),
    );
    const read = async (name: string) =>
      parse((await lab.read(`${overlay('dev')}/${name}`, pull.head.ref))!);
    expect(await read('kustomization.yaml')).toMatchObject({
      replicas: [{ name: 'drawer', count: 3 }],
      patches: [{ path: 'settings.yaml' }],
    });
    expect((await read('settings.yaml')).spec.template.spec.containers).toEqual(
      [
        {
          name: 'app',
          env: [{ name: 'LOG_LEVEL', value: 'debug' }],
          resources: { requests: { memory: '64Mi' } },
        },
      ],
    );
  });

  it('add an environment', async () => {
    const pull = await pullOf(
      await change('add-environment', { environment: 'canary', from: 'dev' }),
    );
    expect(pull.title).toBe('Add canary to drawer');
    expect(pull.body).toContain('- [ ] `canary/drawer: A, OLD`');
    expect(
      JSON.parse(
        (await lab.read(`${overlay('canary')}/config.json`, pull.head.ref))!,
      ),
    ).toMatchObject({ environment: 'canary' });
  });

  it('deploy pull requests', async () => {
    const pull = await pullOf(
      await change('add-previews', {
        code: lab.address('services/drawer'),
        image: 'registry.example.com/drawer',
        label: 'preview-drawer',
        env: { DATABASE_URL: '' },
      }),
    );
    expect(pull.body).toContain('with the label preview-drawer');
    const set = parse(
      (await lab.read('applicationsets/drawer-previews.yaml', pull.head.ref))!,
    );
    expect(
      set.spec.generators[0].matrix.generators[1].pullRequest.gitea.labels,
    ).toEqual(['preview-drawer']);
  });

  it('remove a service whose name is repeated, and list what stays', async () => {
    const other = await change('remove-service', { name: 'orders' });
    expect([other.status, other.log]).toEqual([
      'completed',
      expect.stringContaining('Skipping step pull'),
    ]);
    const pull = await pullOf(
      await change('remove-service', { name: 'drawer' }),
    );
    expect(pull.body).toContain('- Argo CD deletes the Applications of drawer');
    expect(pull.body).toContain('- [ ] Entries of the secret store: `dev/');
    expect(
      await lab.read(`${overlay('dev')}/config.json`, pull.head.ref),
    ).toBeUndefined();
  });
});
