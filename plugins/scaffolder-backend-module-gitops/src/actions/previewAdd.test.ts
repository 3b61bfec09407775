import { parse } from 'yaml';
import { inWorkspace, Lab, refusalOf } from '../__testUtils__/Lab';

jest.setTimeout(60_000);

let lab: Lab;
let workspace: string;
const add = (more: object = {}) =>
  lab.run(
    'gitops:preview:add',
    {
      repository: lab.address(),
      service: 'payments',
      sourceRepository: lab.address('services/payments'),
      image: 'registry.example.com/payments',
      ...more,
    },
    { workspace },
  );
const file = async (path: string) =>
  parse(await inWorkspace(workspace, `gitops/${path}`));
const set = () => file('applicationsets/payments-previews.yaml');

beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab.close());
beforeEach(async () => {
  workspace = await lab.workspace();
});

describe('gitops:preview:add', () => {
  it('writes a set that makes a preview of each pull request with a label, with the fields of the entry of dev', async () => {
    const { output } = await add({
      tokenSecret: { name: 'pull-requests', key: 'token' },
    });
    expect(output).toMatchObject({
      label: 'preview',
      files: [
        'apps/payments/preview/kustomization.yaml',
        'apps/payments/preview/namespace.yaml',
        'applicationsets/payments-previews.yaml',
      ],
    });
    const { spec } = await set();
    expect(spec.generators).toEqual([
      {
        matrix: {
          generators: [
            {
              git: {
                repoURL: lab.address(),
                revision: 'main',
                files: [{ path: 'apps/payments/envs/dev/config.json' }],
              },
            },
            {
              pullRequest: {
                gitea: {
                  owner: 'services',
                  repo: 'payments',
                  api: lab.url,
                  tokenRef: { secretName: 'pull-requests', key: 'token' },
                  labels: ['preview'],
                },
                requeueAfterSeconds: 300,
              },
            },
          ],
        },
      },
    ]);
    expect(spec.template.metadata).toEqual({
      name: 'payments-pr-{{.number}}-dev',
      labels: {
        'app.kubernetes.io/name': 'payments',
        'gitops/preview': '{{.number}}',
      },
      annotations: {
        'link.argocd.argoproj.io/pull-request': `Pull request {{.number}}|${lab.address(
          'services/payments',
        )}/pulls/{{.number}}`,
      },
      finalizers: ['resources-finalizer.argocd.argoproj.io/foreground'],
    });
    expect(spec.template.spec).toMatchObject({
      project: '{{.project}}',
      source: {
        path: 'apps/payments/preview',
        kustomize: {
          namespace: 'payments-pr-{{.number}}-dev',
          images: [
            'registry.example.com/payments:0.0.0-pr-{{.number}}.g{{.head_short_sha}}',
          ],
        },
      },
      destination: { namespace: 'payments-pr-{{.number}}-dev' },
      syncPolicy: { automated: { prune: true } },
    });
  });

  it('gives a preview what dev has, without Jobs and addresses, in a namespace that is deleted with it', async () => {
    await add({ env: { DATABASE_URL: '' } });
    const { resources, patches } = await file(
      'apps/payments/preview/kustomization.yaml',
    );
    expect(resources).toEqual(['../envs/dev', 'namespace.yaml']);
    const bodies = patches.map((one: { patch: string }) => parse(one.patch));
    expect(
      bodies
        .filter((one: { $patch?: string }) => one.$patch === 'delete')
        .map(({ kind }: { kind: string }) => kind),
    ).toEqual(['Job', 'Ingress', 'HTTPRoute']);
    expect(bodies.at(-1)).toMatchObject({
      kind: 'Deployment',
      metadata: { name: 'payments' },
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'app', env: [{ name: 'DATABASE_URL', value: '' }] },
            ],
          },
        },
      },
    });
    expect((await file('apps/payments/preview/namespace.yaml')).kind).toBe(
      'Namespace',
    );
  });

  it.each([
    [
      'an Ingress',
      'kind: Ingress\nmetadata: {name: a}\nspec: {rules: [{host: dev.example.com}], tls: [{hosts: [dev.example.com]}]}\n',
      'Ingress',
      [
        ['/spec/rules/0/host', 'payments-{{.number}}.example.com'],
        ['/spec/tls/0/hosts', ['payments-{{.number}}.example.com']],
      ],
    ],
    [
      'an HTTPRoute',
      'kind: HTTPRoute\nmetadata: {name: a}\nspec: {hostnames: [dev.example.com]}\n',
      'HTTPRoute',
      [['/spec/hostnames', ['payments-{{.number}}.example.com']]],
    ],
  ])(
    'gives %s the host of the preview, if the input has one',
    async (_, manifest, kind, replaced) => {
      await lab.write('apps/payments/envs/dev/route.yaml', manifest);
      await add({ host: '{service}-{number}.example.com' });
      const [{ target, patch }] = (await set()).spec.template.spec.source
        .kustomize.patches;
      expect(target).toEqual({ kind });
      expect(
        parse(patch).map(({ path, value }: Record<string, unknown>) => [
          path,
          value,
        ]),
      ).toEqual(replaced);
      const { patches } = await file(
        'apps/payments/preview/kustomization.yaml',
      );
      expect(patches).toHaveLength(1);
    },
  );

  it('refuses a host where requests of the environment would be taken', async () => {
    await lab.write(
      'apps/payments/envs/dev/route.yaml',
      'kind: Ingress\nmetadata: {name: a}\nspec: {rules: [{host: a.example.com}, {host: b.example.com}]}\n',
    );
    const host = 'payments-{number}.example.com';
    expect(await refusalOf(add({ host }))).toContain('one with several hosts');
  });

  it('follows the golden path of the entry of dev', async () => {
    await lab.write(
      'apps/shared/envs/dev/config.json',
      '{"service":"shared","environment":"dev","project":"team-a","goldenPath":"v1"}',
    );
    for (const [path, text] of [
      ['envs/dev/kustomization.yaml', 'resources: [../../base]\n'],
      ['base/kustomization.yaml', 'resources: [deployment.yaml]\n'],
      [
        'base/deployment.yaml',
        'kind: Deployment\nmetadata: {name: shared}\nspec: {template: {spec: {containers: [{name: web}]}}}\n',
      ],
    ])
      await lab.write(`apps/shared/${path}`, text);
    await add({ service: 'shared' });
    const { template } = (await file('applicationsets/shared-previews.yaml'))
      .spec;
    expect(template.spec.source.kustomize.components).toEqual([
      '../../../golden-path/{{.goldenPath}}',
    ]);
    expect(template.metadata.labels['gitops/golden-path']).toBe(
      '{{.goldenPath}}',
    );
  });

  it('has the AppProject from its input where the environment has no entry file', async () => {
    const listed = { entryPath: 'elsewhere/{service}/{environment}.json' };
    expect(await refusalOf(add(listed))).toContain('project is missing');
    workspace = await lab.workspace();
    await add({ ...listed, project: 'team-a' });
    const [{ matrix }] = (await set()).spec.generators;
    expect(matrix.generators[0]).toEqual({
      list: { elements: [{ project: 'team-a' }] },
    });
  });

  it.each([
    [
      { from: 'nowhere' },
      'apps/payments/envs/nowhere has no kustomization, and no ApplicationSet of applicationsets deploys payments to nowhere by a chart',
    ],
    [
      { parameters: { 'migration.enabled': 'false' } },
      'input.parameters is for a chart, and apps/payments/envs/dev has a kustomization',
    ],
    [
      { destination: { namespace: '{environment}' } },
      'all previews would be in one namespace',
    ],
    [{ host: 'payments.example.com' }, 'all previews would have the same host'],
    [
      { service: 'orders', host: '{number}.example.com' },
      'apps/orders/envs/dev has neither an Ingress nor an HTTPRoute',
    ],
    [{ env: { TOKEN: `ghp_${'a1B2'.repeat(9)}` } }, 'input.env'],
    [{ tokenSecret: { name: 'Not A Name', key: 'token' } }, 'tokenSecret.name'],
    [
      {
        service: 'a-service-with-a-name-that-has-more-than-forty-seven-letters',
      },
      'long',
    ],
  ])('refuses %j', async (input, reason) => {
    expect(await refusalOf(add(input))).toContain(reason);
  });

  it('refuses a folder that a set of the repository deploys as it is', async () => {
    await lab.write(
      'applicationsets/folders.yaml',
      'kind: ApplicationSet\nmetadata: {name: folders}\nspec: {generators: [{git: {directories: [{path: "elsewhere/*"}]}}]}\n',
    );
    expect(await refusalOf(add({ folder: 'elsewhere/{service}' }))).toContain(
      'ApplicationSet folders makes an Application of elsewhere/payments itself',
    );
  });

  it('has a simulated Argo CD deploy a pull request with the label, with its own image and no migration, until it is closed', async () => {
    const code = 'services/payments';
    await lab.sandbox.forge!.api.createRepository({
      owner: 'services',
      name: 'payments',
      commits: [
        {
          message: 'Begin',
          author: 'Bo <bo@example.com>',
          date: '2026-11-23T05:00:00Z',
          files: new Map([['README.md', 'Payments']]),
        },
      ],
    });
    await lab.forge(
      'POST',
      'contents/round.txt',
      {
        branch: 'main',
        new_branch: 'round',
        message: 'Round amounts',
        content: '',
      },
      code,
    );
    await add();
    const { output } = await lab.run(
      'gitops:pull-request',
      { branchName: 'gitops/previews', title: 'Add previews' },
      { workspace },
    );
    await lab.forge('POST', `pulls/${output.number}/merge`, { Do: 'merge' });
    const { number, head } = await lab.forge(
      'POST',
      'pulls',
      { base: 'main', head: 'round', title: 'Round amounts' },
      code,
    );
    const instance = lab.sandbox.instance('eu-dev');
    const preview = () => instance.store.get(`payments-pr-${number}-dev`);
    const until = (isReached: () => boolean) =>
      new Promise<void>(resolve => {
        const end = instance.store.onEvent(() => {
          if (!isReached()) return;
          end();
          resolve();
        });
      });
    const isDeployed = until(
      () =>
        preview()?.status.sync.status === 'Synced' &&
        preview()?.status.operationState?.phase === 'Succeeded' &&
        preview()?.status.health.status === 'Healthy',
    );
    const label = await lab.forge(
      'POST',
      'labels',
      { name: 'preview', color: '#00aabb' },
      code,
    );
    await lab.forge(
      'POST',
      `issues/${number}/labels`,
      { labels: [label.id] },
      code,
    );
    await isDeployed;
    expect(preview()?.status.summary).toEqual({
      images: [
        `registry.example.com/payments:0.0.0-pr-${number}.g${head.sha.slice(
          0,
          8,
        )}`,
      ],
      externalURLs: [
        `Pull request ${number}|${lab.address(code)}/pulls/${number}`,
      ],
    });
    const { syncResult } = preview()!.status.operationState!;
    const kinds = syncResult!.resources.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['Namespace', 'Deployment']));
    expect(kinds).not.toContain('Job');
    const isGone = until(() => preview() === undefined);
    await lab.forge('PATCH', `pulls/${number}`, { state: 'closed' }, code);
    await isGone;
  });
});
