import { parse } from 'yaml';
import { inWorkspace, Lab, refusalOf } from '../__testUtils__/Lab';
import { manifestProblems } from '../__testUtils__/manifestProblems';

jest.setTimeout(60_000);

const image = 'registry.example.com/cart';

let lab: Lab;
let workspace: string;
const run = (id: string, input: object) =>
  lab.run(
    id,
    {
      repository: lab.address(),
      service: 'cart',
      environments: ['dev', 'production'],
      ...input,
    },
    { workspace },
  );
const add = (more: object = {}) =>
  run('gitops:applicationset:add', { project: 'team-a', ...more });
const file = (path: string) => inWorkspace(workspace, `gitops/${path}`);

beforeAll(async () => {
  lab = await Lab.start({ argocd: false } as never);
});
afterAll(() => lab.close());
beforeEach(async () => {
  workspace = await lab.workspace();
});

describe('gitops:applicationset:add, in repositories of other people', () => {
  it('makes a set for each service that rolls out step by step', async () => {
    const made = {
      file: 'applicationsets/{service}.yaml',
      create: { name: '{service}', rollingSync: true },
      entryPath: 'rolling/{service}/{environment}.json',
    };
    for (const one of ['cart', 'wishes']) {
      await add({ ...made, service: one });
      const { metadata, spec } = parse(
        await file(`applicationsets/${one}.yaml`),
      );
      expect(metadata.name).toBe(one);
      expect(spec.generators[0].git.files).toEqual([
        { path: `rolling/${one}/*.json` },
      ]);
      // The folder of the entries has those of all environments, and no manifests
      expect(spec.template.spec.source.path).toBe(
        'apps/{{.service}}/envs/{{.environment}}',
      );
    }
  });

  it('tells of other services in a set of the repository that rolls out step by step', async () => {
    const path = `applicationsets/rolling-${Date.now()}.yaml`;
    await lab.write(
      path,
      `kind: ApplicationSet
metadata: {name: rolling}
spec:
  goTemplate: true
  strategy: {type: RollingSync, rollingSync: {steps: [{matchExpressions: []}]}}
  generators: [{list: {elements: [{service: a, environment: dev}]}}]
  template: {metadata: {name: "{{.service}}-{{.environment}}"}}
`,
    );
    expect((await add({ file: path })).log).toContain(
      'ApplicationSet rolling rolls out step by step, and has a too',
    );
  });

  it('adds the next service to a list that it has made', async () => {
    const made = {
      file: 'applicationsets/cart.yaml',
      create: { name: 'cart', generator: 'list' },
    };
    await add(made);
    await add({ ...made, service: 'wishes' });
    expect(
      parse(await file('applicationsets/cart.yaml')).spec.generators[0].list
        .elements,
    ).toHaveLength(4);
  });

  it('makes a set that leaves, and tries again, what it is told to', async () => {
    await add({
      file: 'applicationsets/careful.yaml',
      create: {
        name: 'careful',
        generator: 'list',
        preserveResourcesOnDeletion: true,
        applicationsSync: 'create-update',
        ignoreApplicationDifferences: ['/spec/source/targetRevision'],
        refreshOnRetry: true,
      },
    });
    const text = await file('applicationsets/careful.yaml');
    expect(manifestProblems(text)).toEqual([]);
    expect(parse(text).spec).toMatchObject({
      syncPolicy: {
        preserveResourcesOnDeletion: true,
        applicationsSync: 'create-update',
      },
      ignoreApplicationDifferences: [
        { jsonPointers: ['/spec/source/targetRevision'] },
      ],
      template: { spec: { syncPolicy: { retry: { refresh: true } } } },
    });
  });

  it('refuses a new set that would find what another set finds', async () => {
    const make = (more: object) =>
      add({
        file: 'applicationsets/second.yaml',
        create: { name: 'second' },
        ...more,
      });
    expect(await refusalOf(make({}))).toMatch(
      /^ConflictError: ApplicationSet \S+ in applicationsets\/\S+\.yaml looks for \S+, and a new one for apps\/\*\/envs\/\*\/config\.json: both would claim the same Applications\. Use file: /,
    );
    const { output } = await make({
      entryPath: 'second/{service}/{environment}.json',
    });
    expect(output.files).toContain('second/cart/dev.json');
  });

  it('gives each environment its own values, with the placeholders filled in', async () => {
    await add({
      values: {
        cluster: { dev: 'dev-eu', production: 'prod-eu', test: 'test-eu' },
        host: '{service}.{environment}.example.com',
        replicas: { dev: 1, production: 3 },
      },
    });
    expect(
      JSON.parse(await file('apps/cart/envs/production/config.json')),
    ).toEqual({
      cluster: 'prod-eu',
      host: 'cart.production.example.com',
      replicas: 3,
      service: 'cart',
      environment: 'production',
      project: 'team-a',
    });
  });

  it('makes a set for several clusters and namespaces', async () => {
    const made = {
      file: 'applicationsets/clusters.yaml',
      create: {
        name: 'clusters',
        generator: 'list',
        destination: {
          name: { dev: 'dev-eu', production: 'prod-{environment}' },
          namespace: '{environment}-{service}',
        },
      },
    };
    await add(made);
    await add({ ...made, service: 'wishes', environments: ['dev'] });
    const { spec } = parse(await file('applicationsets/clusters.yaml'));
    expect(spec.template.spec.destination).toEqual({
      name: '{{.cluster}}',
      namespace: '{{.environment}}-{{.service}}',
    });
    expect(
      spec.generators[0].list.elements.map(
        ({ service: name, cluster }: Record<string, string>) => [name, cluster],
      ),
    ).toEqual([
      ['cart', 'dev-eu'],
      ['cart', 'prod-production'],
      ['wishes', 'dev-eu'],
    ]);
  });

  it('makes a set of a chart with values from the repository', async () => {
    await add({
      file: 'applicationsets/charts.yaml',
      create: {
        name: 'charts',
        generator: 'list',
        sources: [
          {
            repository: 'https://charts.example.com',
            chart: 'service',
            revision: '3.1.0',
            valueFiles: ['$values/apps/{service}/values-{environment}.yaml'],
          },
          { ref: 'values' },
        ],
      },
    });
    const { spec } = parse(await file('applicationsets/charts.yaml'));
    expect(spec.template.spec.source).toBeUndefined();
    expect(spec.template.spec.sources).toEqual([
      {
        repoURL: 'https://charts.example.com',
        targetRevision: '3.1.0',
        chart: 'service',
        helm: {
          valueFiles: [
            '$values/apps/{{.service}}/values-{{.environment}}.yaml',
          ],
        },
      },
      { repoURL: lab.address(), targetRevision: 'main', ref: 'values' },
    ]);
  });

  describe('in a set whose Applications are named otherwise', () => {
    const setOf = async (name: string, more = '') => {
      const path = `applicationsets/named-${Date.now()}-${name.length}.yaml`;
      await lab.write(
        path,
        `kind: ApplicationSet
metadata: {name: named}
spec:
  generators: [{git: {files: [{path: "apps/*/config.json"}]}}]
  template: {metadata: {name: "${name}"}}
${more}`,
      );
      return path;
    };

    it.each([
      ['{{environment}}-{{service}}', ''],
      ['{{.environment}}-{{ .service }}', '  goTemplate: true\n'],
      ['{{path.basename}}-{{path[1]}}', ''],
      [
        '{{ .path.basename }}-{{ index .path.segments 1 }}',
        '  goTemplate: true\n',
      ],
    ])(
      'says the names that %s makes, and the ImageUpdater has them',
      async (name, more) => {
        const path = await setOf(name, more);
        expect((await add({ file: path })).output.applications).toEqual([
          'dev-cart',
          'production-cart',
        ]);
        await run('gitops:image-updater:write', {
          environments: ['dev'],
          image,
        });
        expect(
          parse(await file('environments/dev/cart-image-updater.yaml')).spec
            .applicationRefs[0].namePattern,
        ).toBe('dev-cart');
      },
    );

    it('says that it does not know them, and has them asked for', async () => {
      const path = await setOf('{{service}}-{{path.basename | lower}}');
      const { output, log } = await add({ file: path });
      expect(output.applications).toEqual([]);
      expect(log).toContain('what these are called is not known here');
      const updater = (more: object) =>
        run('gitops:image-updater:write', {
          environments: ['dev'],
          image,
          ...more,
        });
      expect(await refusalOf(updater({}))).toBe(
        'InputError: input.application is missing: what the ApplicationSet calls cart in dev is not known here',
      );
      await updater({ application: '{service}-{environment}-eu' });
      expect(
        parse(await file('environments/dev/cart-image-updater.yaml')).spec
          .applicationRefs[0].namePattern,
      ).toBe('cart-dev-eu');
    });

    it('refuses the name of another Application by those names', async () => {
      const path = await setOf('{{environment}}-{{service}}');
      await add({ file: path, service: 'shop', environments: ['dev-eu'] });
      expect(
        await refusalOf(
          add({ file: path, service: 'eu-shop', environments: ['dev'] }),
        ),
      ).toMatch(
        /eu-shop in dev would be the Application dev-eu-shop, which shop in dev-eu is already/,
      );
      // They would clash where the service comes first
      await add({ file: path, service: 'dev-eu', environments: ['shop'] });
    });
  });
});
