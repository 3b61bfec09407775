import {
  application,
  filesOf,
  GITOPS,
  gitopsFiles,
  searchIn,
} from '../__testUtils__/filesOf';
import { setVersion } from '../setVersion';
import { applicationSetPlaces } from './applicationSetPlaces';

const parent = {
  name: 'root',
  sources: [
    { repoURL: GITOPS, targetRevision: 'main', path: 'applicationsets' },
  ],
};
const images = ['registry.example.com/{{.service}}:{{.version}}'];

function template(name: string, source: object, labels = {}) {
  return { metadata: { name, labels }, spec: { source } };
}

function gitFiles(...paths: string[]) {
  const files = paths.map(path => ({ path }));
  return { git: { repoURL: GITOPS, revision: 'main', files } };
}

async function find(
  spec: { generators: unknown[]; template: unknown },
  others: Partial<ReturnType<typeof application>> & { set?: string } = {},
  files = gitopsFiles(),
) {
  const search = searchIn(files);
  const { set = 'services', ...rest } = others;
  const of = application(
    { path: 'apps/orders/envs/staging' },
    { applicationSet: { name: set, spec }, parent, ...rest },
  );
  const places = await applicationSetPlaces.find(of, search);
  return { places, misses: search.misses };
}

function shown({ places }: Awaited<ReturnType<typeof find>>) {
  return places.map(({ file, document, path, current }) => [
    `${path} in ${file}#${document}`,
    current.kind === 'image'
      ? `${current.repository}:${current.tag}`
      : current.revision,
  ]);
}

describe('applicationSetPlaces', () => {
  it('has nothing to find where a template takes no version: the recorded one', async () => {
    const recorded = template('{{.service}}-{{.environment}}', {
      targetRevision: 'main',
      path: '{{.path.path}}',
    });
    const generators = [gitFiles('apps/*/envs/*/config.json')];
    expect(await find({ generators, template: recorded })).toEqual({
      places: [],
      misses: [],
    });
  });

  it.each([
    [
      'goTemplate',
      '{{.region}}-{{index .path.segments 3}}',
      '{{.apps.orders.tag}}',
    ],
    ['the older notation', '{{region}}-{{path[3]}}', '{{apps.orders.tag}}'],
    ['its folder', '{{.region}}-{{.path.basename}}', '{{ .apps.orders.tag }}'],
  ])(
    'finds a field of a file in YAML or JSON, with %s',
    async (_, name, tag) => {
      const spec = {
        generators: [gitFiles('generators/clusters/**/config.{json,yaml}')],
        template: template(name, {
          kustomize: { images: [`r.io/orders:${tag}`] },
        }),
      };
      const eu = await find(spec, { name: 'eu-staging' });
      expect(shown(eu)).toEqual([
        [
          'apps.orders.tag in generators/clusters/eu/staging/config.yaml#0',
          'r.io/orders:1.7.1',
        ],
      ]);
      const us = await find(spec, { name: 'us-staging' });
      expect(shown(us)).toEqual([
        [
          'apps.orders.tag in generators/clusters/us/staging/config.json#0',
          'r.io/orders:1.7.0',
        ],
      ]);
      const text = (await gitopsFiles().read(us.places[0].file))!;
      expect(
        setVersion(text, us.places[0], {
          kind: 'image',
          repository: '',
          tag: '2',
        }),
      ).toBe(text.replace('"1.7.0"', '"2"'));
    },
  );

  it('finds the item of a file that is a list', async () =>
    expect(
      shown(
        await find({
          generators: [gitFiles('generators/list.yaml')],
          template: template('{{.name}}', { targetRevision: '{{.version}}' }),
        }),
      ),
    ).toEqual([['[1].version in generators/list.yaml#0', '1.7.1']]));

  it('says that elements are made by a template, and goes past an empty generator', async () => {
    const elementsYaml = '{{ .services | toJson }}';
    const { places, misses } = await find(
      {
        generators: [null, { list: { elements: [], elementsYaml } }],
        template: template('{{.service}}', { kustomize: { images } }),
      },
      { name: 'orders' },
    );
    expect(places).toEqual([]);
    expect(misses).toContain(
      'the elements of ApplicationSet services, which a template makes (elementsYaml)',
    );
  });

  it('looks beside the manifests before it looks everywhere', async () => {
    const config = '{"service": "orders", "version": "1.7.1"}';
    const path = 'apps/orders/envs/staging/config.json';
    const files = gitopsFiles({ [path]: config });
    const listed: string[] = [];
    const { places } = await find(
      {
        generators: [gitFiles('apps/*/envs/*/config.json')],
        template: template('{{.service}}-{{.path.basename}}', {
          kustomize: { images },
        }),
      },
      {},
      {
        ...files,
        list: async directory => {
          listed.push(directory);
          return files.list(directory);
        },
      },
    );
    expect(places.map(one => one.file)).toEqual([path]);
    expect(listed).toEqual([]);
  });

  it("leaves other services' broken files and those that are excluded", async () => {
    const own = 'service: orders\nversion: 1.7.1\n';
    const files = filesOf({
      'c/a.yaml': 'service: [',
      'c/b.yaml': new TypeError('never read'),
      'c/orders.yaml': own,
    });
    const { git } = gitFiles('c/*.yaml');
    const found = await find(
      {
        generators: [
          {
            git: {
              ...git,
              files: [...git.files, { path: 'c/b.yaml', exclude: true }],
            },
          },
        ],
        template: template('{{.service}}-staging', { kustomize: { images } }),
      },
      {},
      files,
    );
    expect(shown(found)).toEqual([
      ['version in c/orders.yaml#0', 'registry.example.com/orders:1.7.1'],
    ]);
  });

  it('finds the element of a matrix by what is known of it, in flow style', async () => {
    const list = {
      list: {
        elements: [{ environment: 'staging' }, { environment: 'production' }],
      },
    };
    const spec = {
      generators: [
        { matrix: { generators: [list, { git: { directories: [] } }] } },
      ],
      template: template('{{.path.basename}}-{{.environment}}', {
        targetRevision: '{{.version}}',
      }),
    };
    const found = await find(spec, { set: 'matrix' });
    expect(shown(found)).toEqual([
      [
        'spec.generators[0].matrix.generators[0].list.elements[0].version in applicationsets/matrix.yaml#1',
        '1.7.1',
      ],
    ]);
    expect(found.places[0].isShared).toBe(true);
    const text = (await gitopsFiles().read('applicationsets/matrix.yaml'))!;
    expect(
      setVersion(text, found.places[0], { kind: 'revision', revision: '1.10' }),
    ).toBe(text.replace('version: 1.7.1}', 'version: "1.10"}'));
  });

  it('says that other services may share the version of an environment, unless the values, the file or the template name the service', async () => {
    const places = async (name: string, file: string, values: string) => {
      const found = await find(
        {
          generators: [
            { matrix: { generators: [gitFiles(file), { clusters: {} }] } },
          ],
          template: template(name, { targetRevision: '{{.version}}' }),
        },
        {},
        filesOf({ [file]: `${values}\nversion: 1.7.1` }),
      );
      return found.places.map(({ isShared = false }) => isShared);
    };
    const train = 'environment: staging';
    const name = '{{.unknown}}-{{.environment}}';
    expect(await places(name, 'e/staging.yaml', train)).toEqual([true]);
    expect(await places(name, 'e/orders.yaml', train)).toEqual([false]);
    expect(
      await places(name, 'e/staging.yaml', `${train}\nchart: Orders`),
    ).toEqual([false]);
    expect(
      await places('orders-{{.unknown}}', 'e/staging.yaml', train),
    ).toEqual([false]);
  });

  it('tells of several that fit rather than choose', async () => {
    const spec = {
      generators: [{ list: { elements: [{}] } }],
      template: template('orders-{{ .stage | lower }}', {
        targetRevision: '{{.version}}',
      }),
    };
    const { places, misses } = await find(spec, { set: 'matrix' });
    expect(places).toEqual([]);
    expect(misses).toEqual([
      'version of orders-staging, which may be spec.generators[0].matrix.generators[0].list.elements[0].version in applicationsets/matrix.yaml or spec.generators[0].matrix.generators[0].list.elements[1].version in applicationsets/matrix.yaml',
    ]);
    // A label decides between them
    const labelled = {
      ...spec,
      template: {
        ...spec.template,
        metadata: {
          name: 'orders-{{ .stage | lower }}',
          labels: { environment: '{{.environment}}' },
        },
      },
    };
    expect(shown(await find(labelled, { set: 'matrix' }))).toEqual([
      [expect.stringContaining('elements[0].version'), '1.7.1'],
    ]);
  });

  it('takes the last element of a merge, in JSON with tabs', async () => {
    const list = { list: { elements: [{ name: 'orders-staging' }] } };
    const found = await find(
      {
        generators: [{ merge: { generators: [list, list] } }],
        template: template('{{.name}}', {
          targetRevision: '{{.chart.version}}',
        }),
      },
      { set: 'merge' },
    );
    expect(shown(found)).toEqual([
      [
        'spec.generators[0].merge.generators[1].list.elements[0].chart.version in applicationsets/merge.json#0',
        '2.1.0',
      ],
    ]);
  });

  it('follows a branch that a generator names', async () => {
    const files = filesOf({
      'c/orders.yaml': 'name: orders-staging\nbranch: main\n',
    });
    const spec = {
      generators: [gitFiles('c/*.yaml')],
      template: template('{{.name}}', { targetRevision: '{{.branch}}' }),
    };
    expect((await find(spec, {}, files)).places).toEqual([]);
  });

  it('tells what it missed', async () => {
    const spec = {
      generators: [{ list: { elements: [{ name: 'orders-staging' }] } }],
      template: template('{{.name}}', { targetRevision: '{{.version}}' }),
    };
    expect((await find(spec, { parent: undefined })).misses).toEqual([
      'the element of ApplicationSet services in Git (no Application deploys its manifest)',
      'version in what ApplicationSet services generates orders-staging from',
    ]);
    expect((await find(spec, { set: 'none' })).misses[0]).toBe(
      'the manifest of ApplicationSet none in applicationsets',
    );
  });

  it.each([
    'apps/*/config.json',
    'apps/{team-a,team-b}/orders/config.json',
    'apps/**/config.{json,yaml}',
  ])(
    'finds a file that %s matches, where a star stands for slashes as well',
    async pattern => {
      const file = 'apps/team-a/orders/config.json';
      const text = '{"name": "orders-staging", "chartVersion": "1.4.0"}\n';
      const { places } = await find(
        {
          generators: [gitFiles(pattern)],
          template: template('{{name}}', {
            targetRevision: '{{chartVersion}}',
          }),
        },
        {},
        gitopsFiles({ [file]: text }),
      );
      expect(places).toMatchObject([
        { file, path: 'chartVersion', current: { revision: '1.4.0' } },
      ]);
      expect(
        setVersion(text, places[0], { kind: 'revision', revision: '1.10' }),
      ).toBe(text.replace('1.4.0', '1.10'));
    },
  );

  it('fills a path of the other generator of a matrix with anything', async () => {
    const file = 'services/orders/staging.json';
    const { places } = await find(
      {
        generators: [gitFiles('services/{{ .service }}/*.json')],
        template: template('orders-{{.path.filenameNormalized}}', {
          targetRevision: '{{.version}}',
        }),
      },
      { name: 'orders-staging.json' },
      gitopsFiles({ [file]: '{"version": "1.4.0"}' }),
    );
    expect(places).toMatchObject([{ file }]);
  });

  it('knows the folder of a file by its prefix', async () => {
    const { git } = gitFiles('generators/clusters/**/config.yaml');
    const { places } = await find(
      {
        generators: [{ git: { ...git, pathParamPrefix: 'cluster' } }],
        template: template('{{.region}}-{{.cluster.path.basename}}', {
          kustomize: { images: ['r.io/orders:{{.apps.orders.tag}}'] },
        }),
      },
      { name: 'eu-staging' },
    );
    expect(places).toHaveLength(1);
  });

  it('finds a flat parameter of a list in the older notation, with a default', async () => {
    const { places } = await find(
      {
        generators: [{ list: { elements: [{}] } }],
        template: template('{{env}}', {
          targetRevision: '{{ chart.version | default "HEAD" }}',
        }),
      },
      { set: 'flat', name: 'orders-staging' },
      gitopsFiles({
        'applicationsets/flat.yaml': `kind: ApplicationSet
metadata: {name: flat}
spec:
  generators:
    - list:
        elements:
          - {env: orders-staging, chart.version: 1.4.0}
          - {env: orders-production, chart.version: 1.3.0}
`,
      }),
    );
    expect(places).toMatchObject([
      {
        path: 'spec.generators[0].list.elements[0].chart.version',
        scalars: {
          revision: [
            ...['spec', 'generators', 0, 'list', 'elements', 0],
            'chart.version',
          ],
        },
      },
    ]);
  });

  it("finds the values of a cluster generator, and of Git's", async () => {
    const text = `kind: ApplicationSet
metadata: {name: clusters}
spec:
  generators:
    - clusters:
        selector: {matchLabels: {env: staging}}
        values:
          env: staging
          version: 1.4.0 # by CI
    - clusters:
        selector: {matchLabels: {env: production}}
        values: {env: production, version: 1.3.0}
    - git:
        directories: [{path: apps/*}]
        values: {env: dev, version: 1.5.0}
`;
    const values = (env: string) => ({ values: { env } });
    const spec = {
      generators: [
        { clusters: values('staging') },
        { clusters: values('production') },
        { git: { directories: [], ...values('dev') } },
      ],
      template: template('{{name}}-{{values.env}}', {
        targetRevision: '{{values.version}}',
      }),
    };
    const files = gitopsFiles({ 'applicationsets/clusters.yaml': text });
    const of = async (name: string) =>
      (await find(spec, { set: 'clusters', name }, files)).places;
    const [place] = await of('eu-1-staging');
    expect(place.path).toBe('spec.generators[0].clusters.values.version');
    expect(
      setVersion(text, place, { kind: 'revision', revision: '1.5.0' }),
    ).toBe(text.replace('1.4.0', '1.5.0'));
    expect(await of('orders-dev')).toMatchObject([
      { path: 'spec.generators[2].git.values.version' },
    ]);
  });

  it('says that it saw what it can not follow', async () => {
    const computed = template('{{.service}}', {
      targetRevision: 'v{{.version}}',
      kustomize: { images: ['r.io/orders:{{ .tag | lower }}'] },
    });
    const { misses } = await find({
      generators: [],
      template: computed,
      templatePatch: 'spec: {}',
    } as Parameters<typeof find>[0]);
    expect(misses).toEqual([
      'versions in the templatePatch of ApplicationSet services, which is a text that becomes YAML only when it is filled in',
      'v{{.version}} in the template of ApplicationSet services, which computes it: only a field alone can be followed',
      '{{ .tag | lower }} in the template of ApplicationSet services, which computes it: only a field alone can be followed',
    ]);
  });
});
