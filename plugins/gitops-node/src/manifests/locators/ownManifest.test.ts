import { parse } from 'yaml';
import {
  application,
  filesOf,
  GITOPS,
  gitopsFiles,
  searchIn,
} from '../__testUtils__/filesOf';
import { GitHostError } from '../../hosts/GitHostError';
import { setVersion } from '../setVersion';
import type { ManifestSource } from '../VersionPlace';
import { ownManifest } from './ownManifest';

const parent = {
  name: 'environment-staging',
  sources: [
    { repoURL: GITOPS, targetRevision: 'main', path: 'environments/staging' },
  ],
};

async function find(
  name: string,
  sources: readonly Partial<ManifestSource>[],
  others: Parameters<typeof application>[1] = { parent },
  files = gitopsFiles(),
) {
  const search = searchIn(files);
  const of = application(sources, { name, ...others });
  return {
    places: await ownManifest.find(of, search),
    misses: search.misses,
  };
}

const chart = { chart: 'cert-manager', targetRevision: 'v1.18.2' };

describe('ownManifest', () => {
  it('finds the version of a chart in a folder below, past what is no YAML', async () => {
    const { places } = await find('cert-manager-staging', [chart]);
    expect(places).toEqual([
      {
        repository: GITOPS,
        ref: 'main',
        file: 'environments/staging/apps/charts.yaml',
        document: 0,
        path: 'spec.source.targetRevision',
        locator: 'Application manifest',
        current: {
          kind: 'revision',
          revision: 'v1.18.2',
          source: 'https://charts.example.com cert-manager',
        },
        scalars: { revision: ['spec', 'source', 'targetRevision'] },
      },
    ]);
  });

  const orders = `
kind: Application
metadata: {name: orders}
spec: {source: {repoURL: '${GITOPS}', path: apps/orders, targetRevision: v1.4.0}}
`;
  const byKustomize = {
    parent: {
      name: 'environment-staging',
      sources: [{ ...parent.sources[0], path: 'environments' }],
    },
  };
  const kustomized = (kustomization: string, others: object = {}) =>
    find(
      'orders',
      [{ targetRevision: 'v1.4.0' }],
      byKustomize,
      filesOf({
        'environments/base/orders.yaml': orders,
        'environments/kustomization.yaml': kustomization,
        ...others,
      }),
    );
  const patch = '{op: replace, path: /spec/source/targetRevision, value: v2}';

  it.each([
    [
      'in the kustomization',
      `patches: [{target: {kind: Application}, patch: '[${patch}]'}]`,
      {},
    ],
    [
      'for it alone',
      `patches: [{target: {name: orders}, patch: '[${patch}]'}]`,
      {},
    ],
    [
      'in a file',
      'patches: [{path: revision.yaml, target: {kind: Application}}]',
      { 'environments/revision.yaml': `- ${patch}` },
    ],
    [
      'to be merged',
      'patchesStrategicMerge: [patches/orders.yaml]',
      {
        'environments/patches/orders.yaml':
          'kind: Application\nmetadata: {name: orders}\nspec: {source: {targetRevision: v2}}',
      },
    ],
  ])(
    'edits no revision that a patch %s replaces, and says which file has it',
    async (_, kustomization, others) => {
      const { places, misses } = await kustomized(kustomization, others);
      expect(places.map(({ file }) => file)).not.toContain(
        'environments/base/orders.yaml',
      );
      expect(misses).toContain(
        'spec.source.targetRevision in environments/base/orders.yaml, which a patch of environments/kustomization.yaml may replace',
      );
    },
  );

  it('edits the revision in a patch, where that is found first', async () => {
    const { places } = await kustomized('patches: [{path: orders.yaml}]', {
      'environments/orders.yaml': orders.replace('v1.4.0', 'v1.5.0'),
    });
    expect(places).toMatchObject([
      { file: 'environments/orders.yaml', current: { revision: 'v1.5.0' } },
    ]);
  });

  it.each([
    [
      'another field',
      "patches: [{target: {kind: Application}, patch: '[{op: add, path: /spec/project, value: a}]'}]",
    ],
    [
      'another Application',
      `patches: [{target: {name: payments}, patch: '[${patch}]'}]`,
    ],
    ['nothing', 'resources: [base/orders.yaml]'],
  ])(
    'edits the revision where patches are for %s',
    async (_, kustomization) => {
      const { places } = await kustomized(kustomization);
      expect(places).toMatchObject([{ file: 'environments/base/orders.yaml' }]);
    },
  );

  it('finds those of several sources and leaves the branch', async () => {
    const { places } = await find('grafana-staging', [
      { chart: 'grafana', targetRevision: '9.2.10' },
      { ref: 'values', targetRevision: 'main' },
    ]);
    expect(
      places.map(({ path, document, current }) => [document, path, current]),
    ).toEqual([
      [
        1,
        'spec.sources[0].targetRevision',
        {
          kind: 'revision',
          revision: '9.2.10',
          source: 'https://charts.example.com grafana',
        },
      ],
      [
        1,
        'spec.sources[2].targetRevision',
        {
          kind: 'revision',
          revision: '1.10.0',
          source: 'https://git.example.com/platform/dashboards.git',
        },
      ],
    ]);
    const before = (await gitopsFiles().read(places[0].file))!;
    const to = { kind: 'revision' as const, revision: '10.0' };
    expect(
      places.reduce((text, one) => setVersion(text, one, to), before),
    ).toBe(
      before
        .replace('targetRevision: 9.2.10', 'targetRevision: "10.0"')
        .replace('targetRevision: "1.10.0"', 'targetRevision: "10.0"'),
    );
  });

  it('looks for nothing where a branch or range is followed, or an ApplicationSet makes it', async () => {
    for (const revision of ['main', '1.*', undefined])
      expect(
        await find('redis-staging', [{ targetRevision: revision }]),
      ).toEqual({ places: [], misses: [] });
    expect(
      await find('a', [chart], { applicationSet: { name: 'b', spec: {} } }),
    ).toEqual({ places: [], misses: [] });
  });

  it('finds the version of a chart and the tag in the template of an ApplicationSet, and says if other services may share them', async () => {
    const spec = (name: string) => `{
  generators: [{clusters: {}}],
  template: {metadata: {name: '${name}'}, spec: {source: {
    repoURL: 'https://charts.example.com', chart: app, targetRevision: 1.4.0,
    helm: {valuesObject: {image: {tag: 1.7.1}, sidecar: {image: {tag: '{{.tag}}'}}}}}}}}`;
    const found = async (name: string) => {
      const { places } = await find(
        'orders-eu',
        [{ chart: 'app', targetRevision: '1.4.0' }],
        {
          parent,
          applicationSet: { name: 'set', spec: parse(spec(name)) },
        },
        filesOf({
          'environments/staging/set.yaml': `kind: ApplicationSet\nmetadata: {name: set}\nspec: ${spec(
            name,
          )}`,
        }),
      );
      return places.map(({ path, isShared = false }) => [path, isShared]);
    };
    const paths = [
      'spec.template.spec.source.targetRevision',
      'spec.template.spec.source.helm.valuesObject.image.tag',
    ];
    expect(await found('orders-{{.name}}')).toEqual(
      paths.map(path => [path, false]),
    );
    expect(await found('{{.service}}-{{.name}}')).toEqual(
      paths.map(path => [path, true]),
    );
  });

  it('finds the tag in the text of values of an ApplicationSet', async () => {
    const values = 'image:\n  tag: 1.7.1\n';
    const source = { path: 'orders', helm: { values } };
    const { places } = await find(
      'orders-eu',
      [{ path: 'orders', helm: { valueFiles: [], parameters: [], values } }],
      {
        parent,
        applicationSet: {
          name: 'set',
          spec: { template: { spec: { source } } },
        },
      },
      filesOf({
        'environments/staging/set.yaml': `kind: ApplicationSet
metadata: {name: set}
spec:
  template:
    spec:
      source:
        helm:
          values: |
            image:
              tag: 1.7.1
`,
      }),
    );
    expect(places.map(one => one.path)).toEqual([
      'spec.template.spec.source.helm.values: image.tag',
    ]);
  });

  it('tells what it missed', async () => {
    expect((await find('none', [chart])).misses).toEqual([
      'the manifest of Application none in environments/staging',
    ]);
    expect((await find('none', [chart], {})).misses).toEqual([
      'versions in the manifest of none, which no Application deploys',
    ]);
    expect((await find('redis-staging', [chart])).misses).toEqual([
      'a version in environments/staging/redis.yaml',
    ]);
  });

  it('names files that could not be read, and lets other failures through', async () => {
    const at = (error: Error) =>
      find(
        'x',
        [chart],
        { parent },
        filesOf({ 'environments/staging/x.yaml': error }),
      );
    const large = new GitHostError('tooLarge', 'x.yaml is too large');
    expect((await at(large)).misses[0]).toBe('x.yaml is too large');
    await expect(
      at(new GitHostError('unavailable', 'The host is down')),
    ).rejects.toThrow('The host is down');
  });

  it('finds parameters, values and images that the Application gives to its sources', async () => {
    const { places, misses } = await find('reports-staging', [
      {
        chart: 'service',
        targetRevision: '3.2.1',
        helm: {
          valueFiles: [],
          parameters: [{ name: 'image.tag', value: '1.7.1' }],
        },
      },
    ]);
    expect(
      places.map(({ path, current, prefix = '' }) => [
        path,
        current.kind === 'image'
          ? `${prefix}${current.repository}:${current.tag}`
          : current.revision,
      ]),
    ).toEqual([
      ['spec.sources[0].targetRevision', '3.2.1'],
      [
        'spec.sources[0].helm.parameters[1].value',
        'registry.example.com/reports:1.7.1',
      ],
      [
        'spec.sources[0].helm.valuesObject.worker.image.tag',
        'registry.example.com/reports-worker:1.7.0',
      ],
      [
        'spec.sources[1].kustomize.images[0]',
        'registry.example.com/reports-ui:1.7.1',
      ],
      [
        'spec.sources[1].kustomize.images[1]',
        'reports-api=registry.example.com/reports-api:1.7.1',
      ],
    ]);
    expect(misses).toEqual([]);
    const before = (await gitopsFiles().read(places[0].file))!;
    const to = { kind: 'image' as const, repository: '', tag: '1.8.0' };
    expect(
      places
        .slice(1)
        .reduce((text, place) => setVersion(text, place, to), before),
    ).toBe(
      before
        .replaceAll('1.7.1', '1.8.0')
        .replace('reports-worker, tag: 1.7.0', 'reports-worker, tag: 1.8.0'),
    );
  });

  it('finds images in values that are written as a block of text', async () => {
    const text = [
      'kind: Application',
      'metadata: {name: orders}',
      'spec:',
      '  source:',
      '    helm:',
      '      values: |',
      '        # set by hand',
      '        image:',
      '          repository: registry.example.com/orders',
      '          tag: "1.7.1"',
      '',
      '        worker: {image: registry.example.com/worker:1.7.1}   ',
      '  destination: {namespace: orders}',
    ].join('\n');
    const file = 'environments/staging/orders.yaml';
    const source = {
      path: 'charts/service',
      helm: { valueFiles: [], parameters: [], values: 'image: {tag: "1.7.1"}' },
    };
    const { places, misses } = await find(
      'orders',
      [source],
      { parent },
      filesOf({ [file]: text }),
    );
    expect(misses).toEqual([]);
    expect(places.map(one => one.path)).toEqual([
      'spec.source.helm.values: image.tag',
      'spec.source.helm.values: worker.image',
    ]);
    const to = { kind: 'image' as const, repository: '', tag: '1.10' };
    expect(
      places.reduce((edited, place) => setVersion(edited, place, to), text),
    ).toBe(text.replaceAll('1.7.1', '1.10'));
  });

  it('says of values in a text of another form why they are not edited', async () => {
    for (const [values, reason] of [
      [
        '"image: {tag: 1.0}\\n"',
        'spec.source.helm.values in environments/staging/orders.yaml, which is not a block of text that begins with |',
      ],
      [
        '|\n        image: [1',
        "spec.source.helm.values in environments/staging/orders.yaml can't be read: ",
      ],
    ]) {
      const { misses } = await find(
        'orders',
        [
          {
            path: 'charts/service',
            helm: { valueFiles: [], parameters: [], values: 'image: a' },
          },
        ],
        { parent },
        filesOf({
          'environments/staging/orders.yaml': `kind: Application\nmetadata: {name: orders}\nspec:\n  source:\n   helm:\n    values: ${values}\n`,
        }),
      );
      expect(misses[0]).toContain(reason);
    }
  });

  it('says why a range of a chart is not promoted', async () => {
    const { misses } = await find('none', [
      { chart: 'redis', targetRevision: '18.x' },
    ]);
    expect(misses).toEqual([
      'targetRevision of redis, which is the range 18.x: the newest version in it is deployed without a promotion',
    ]);
  });
});
