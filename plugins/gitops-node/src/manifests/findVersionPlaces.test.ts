import { InputError } from '@backstage/errors';
import {
  application,
  filesOf,
  GITOPS,
  gitopsFiles,
} from './__testUtils__/filesOf';
import { GitHostError } from '../hosts/GitHostError';
import { findReadPlaces, findVersionPlaces } from './findVersionPlaces';
import { ApplicationManifests, isSamePlace } from './VersionPlace';

const options = { service: 'orders', environment: 'staging' };

function find(
  of: ApplicationManifests,
  {
    override,
    files = gitopsFiles(),
  }: { override?: string; files?: ReturnType<typeof filesOf> } = {},
) {
  return findVersionPlaces(of, { ...options, files: () => files, override });
}

describe('findVersionPlaces', () => {
  it.each([
    [
      'Kustomize images',
      application({ path: 'apps/orders/envs/staging' }),
      'images[0].newTag in apps/orders/envs/staging/kustomization.yaml',
    ],
    [
      'Helm values',
      application({
        path: 'infra/redis',
        helm: { valueFiles: ['values-staging.yaml'], parameters: [] },
      }),
      'image.tag in infra/redis/values-staging.yaml',
    ],
    [
      'ApplicationSet',
      application(
        { path: 'apps/none' },
        {
          applicationSet: {
            name: 'services',
            spec: {
              generators: [
                {
                  git: {
                    repoURL: GITOPS,
                    files: [{ path: 'generators/*.yaml' }],
                  },
                },
              ],
              template: {
                metadata: { name: '{{.name}}' },
                spec: { source: { targetRevision: '{{.version}}' } },
              },
            },
          },
        },
      ),
      '[1].version in generators/list.yaml',
    ],
    [
      'Application manifest',
      application(
        { chart: 'cert-manager', targetRevision: 'v1.18.2' },
        {
          name: 'cert-manager-staging',
          parent: {
            name: 'staging',
            sources: [{ repoURL: GITOPS, path: 'environments/staging' }],
          },
        },
      ),
      'spec.source.targetRevision in environments/staging/apps/charts.yaml',
    ],
  ])('finds %s from the Application', async (locator, of, where) => {
    const places = await find(of);
    expect(
      places.map(one => [one.locator, `${one.path} in ${one.file}`]),
    ).toEqual([[locator, where]]);
  });

  it.each([
    ['two Kustomize sources', 'infra/a/kustomization.yaml', 'resources: []'],
    ['a Helm source and a Kustomize source', 'infra/a/Chart.yaml', 'name: a'],
  ])('finds the image in the second of %s', async (_, file, text) => {
    const files = filesOf({
      [file]: text,
      'infra/b/prod/kustomization.yaml':
        'images: [{name: reg/orders, newTag: 1.4.0}]',
    });
    const places = await find(
      application([{ path: 'infra/a' }, { path: 'infra/b/prod' }]),
      { files },
    );
    expect(places).toMatchObject([
      { file: 'infra/b/prod/kustomization.yaml', path: 'images[0].newTag' },
    ]);
  });

  it('takes the annotation in place of all that', async () => {
    const places = await find(application({ path: 'infra/redis' }), {
      override: 'infra/redis/values-{environment}.yaml#image.tag',
    });
    expect(places.map(one => one.file)).toEqual([
      'infra/redis/values-staging.yaml',
    ]);
  });

  it('names every file and path that it looked for', () =>
    expect(
      find(
        application({
          path: 'infra/none',
          helm: { valueFiles: ['values-none.yaml'], parameters: [] },
        }),
      ),
    ).rejects.toThrow(
      `No version of orders-staging was found. Looked for images[].newTag in infra/none/kustomization.yaml; image.tag in infra/none/values.yaml; image.tag in infra/none/values-none.yaml; image in the manifests of infra/none. Where it is written elsewhere, name that with the annotation gitops/version-places`,
    ));

  it('says so where nothing is known to hold one', () =>
    expect(find(application([]))).rejects.toThrow(
      'Looked for nothing that is known to hold one.',
    ));

  it('goes on where a source is at a tag, and reads it there', async () => {
    const chart = {
      repoURL: 'https://git.example.com/charts.git',
      path: 'charts/web',
      targetRevision: 'v1.2.3',
      helm: { valueFiles: ['$values/orders/prod.yaml'], parameters: [] },
    };
    const values = { repoURL: GITOPS, ref: 'values', targetRevision: 'main' };
    const refs: string[] = [];
    const places = await findVersionPlaces(application([chart, values]), {
      ...options,
      files: (_, ref) => {
        refs.push(ref);
        return {
          ...filesOf(
            ref === 'main'
              ? { 'orders/prod.yaml': 'image: {tag: 1.4.0}' }
              : {
                  'charts/web/values.yaml': 'image: {repository: team/orders}',
                },
          ),
          isBranch: async () => ref === 'main',
        };
      },
    });
    expect(places).toMatchObject([
      {
        ref: 'main',
        file: 'orders/prod.yaml',
        current: { repository: 'team/orders', tag: '1.4.0' },
      },
    ]);
    expect(refs).toContain('v1.2.3');
  });

  it('finds the targetRevision of a source that is at a Git tag', async () => {
    const of = application(
      { path: 'apps/orders/envs/staging', targetRevision: 'v1.2.0' },
      {
        parent: { name: 'apps', sources: [{ repoURL: GITOPS, path: 'apps' }] },
      },
    );
    const manifest = `kind: Application
metadata: {name: orders-staging}
spec: {source: {repoURL: "${GITOPS}", targetRevision: v1.2.0}}`;
    const files = (_: string, ref: string) => ({
      ...gitopsFiles({ 'apps/orders-staging.yaml': manifest }),
      isBranch: async () => ref !== 'v1.2.0',
    });
    expect(await findVersionPlaces(of, { ...options, files })).toMatchObject([
      {
        file: 'apps/orders-staging.yaml',
        current: { kind: 'revision', revision: 'v1.2.0' },
      },
    ]);
    await expect(
      findVersionPlaces({ ...of, parent: undefined }, { ...options, files }),
    ).rejects.toThrow(
      new RegExp(
        [
          `places at v1\\.2\\.0 of ${GITOPS}, which is not a branch, so no commit can be made on it`,
          'images\\[0\\]\\.newTag in apps/orders/envs/staging/kustomization\\.yaml, which is read at v1\\.2\\.0, which is not a branch',
        ].join('.*'),
      ),
    );
  });

  it("finds the tag of the source that only holds values, and the chart's beside it", async () => {
    const charts = 'https://git.example.com/charts.git';
    const sources = [
      {
        repoURL: charts,
        path: 'charts/web',
        targetRevision: 'v1.2.3',
        helm: { valueFiles: ['$values/orders/prod.yaml'], parameters: [] },
      },
      { repoURL: GITOPS, ref: 'values', targetRevision: 'prod-1.4.0' },
    ];
    const parent = {
      name: 'apps',
      sources: [{ repoURL: GITOPS, path: 'apps', targetRevision: 'main' }],
    };
    const manifest = `kind: Application
metadata: {name: orders-staging}
spec:
  sources:
    - {repoURL: "${charts}", path: charts/web, targetRevision: v1.2.3}
    - {repoURL: "${GITOPS}", ref: values, targetRevision: prod-1.4.0}
`;
    const places = await findVersionPlaces(application(sources, { parent }), {
      ...options,
      files: (_, ref) => ({
        ...filesOf({
          'apps/orders.yaml': manifest,
          'orders/prod.yaml': 'image: {repository: r.io/orders, tag: 1.4.0}',
        }),
        isBranch: async () => ref === 'main',
      }),
    });
    expect(places.map(({ path, current }) => [path, current])).toEqual([
      [
        'spec.sources[0].targetRevision',
        { kind: 'revision', revision: 'v1.2.3', source: charts },
      ],
      [
        'spec.sources[1].targetRevision',
        { kind: 'revision', revision: 'prod-1.4.0', source: GITOPS },
      ],
    ]);
  });

  it.each([
    [
      'of two with kustomizations',
      { path: 'infra/a' },
      { path: 'infra/b/prod' },
      'infra/b/prod/kustomization.yaml',
    ],
    [
      'of a chart and a kustomization',
      { path: 'chart', helm: { valueFiles: ['prod.yaml'], parameters: [] } },
      { path: 'infra/b/prod' },
      'infra/b/prod/kustomization.yaml',
    ],
    [
      'of a chart at a tag and a kustomization',
      { path: 'chart', targetRevision: 'v2.0.0' },
      { path: 'infra/b/prod' },
      'infra/b/prod/kustomization.yaml',
    ],
  ])(
    'finds the image in the source that has it, %s',
    async (_, first, second, file) => {
      const places = await findVersionPlaces(application([first, second]), {
        ...options,
        files: (__, ref) => ({
          ...filesOf({
            'infra/a/kustomization.yaml': 'resources: [crds.yaml]',
            'infra/b/prod/kustomization.yaml':
              'images: [{name: r.io/orders, newTag: 1.4.0}]',
            'chart/Chart.yaml': 'name: web',
            'chart/prod.yaml': 'replicas: 3',
          }),
          isBranch: async () => ref === 'main',
        }),
      });
      expect(places.map(one => one.file)).toEqual([file]);
    },
  );

  it('finds the images of a Git source beside an OCI source, and the version of that in the manifest of both', async () => {
    const registry = 'oci://registry/org/manifests';
    const sources = [
      { repoURL: registry, path: '.', targetRevision: '1.2.0' },
      { repoURL: GITOPS, path: 'o', targetRevision: 'main' },
    ];
    const parent = {
      name: 'apps',
      sources: [{ repoURL: GITOPS, path: 'apps', targetRevision: 'main' }],
    };
    const files = () =>
      filesOf({
        'o/kustomization.yaml': 'images: [{name: r.io/orders, newTag: 1.4.0}]',
        'apps/orders.yaml': `kind: Application
metadata: {name: orders-staging}
spec:
  sources:
    - {repoURL: "${registry}", path: ., targetRevision: 1.2.0}
    - {repoURL: "${GITOPS}", path: o, targetRevision: main}
`,
      });
    const found = (of: ApplicationManifests) =>
      findVersionPlaces(of, { ...options, files });
    expect(await found(application(sources))).toMatchObject([
      { file: 'o/kustomization.yaml' },
    ]);
    expect(await found(application(sources, { parent }))).toMatchObject([
      { file: 'o/kustomization.yaml' },
      { current: { kind: 'revision', revision: '1.2.0', source: registry } },
    ]);
  });

  it('finds the version in a base, unless the Application has its own above it', async () => {
    const container = (image: string) =>
      `spec: {template: {spec: {containers: [{image: "${image}"}]}}}`;
    const found = async (eu: string) => {
      const places = await find(application({ path: 'production/eu' }), {
        files: filesOf({
          'production/eu/kustomization.yaml': `resources: [../base]\n${eu}`,
          'production/eu/patch.yaml': container('mirror.io/team/web:1.4.0'),
          'production/base/kustomization.yaml': `resources:
  - web.yaml
  - https://git.example.com/shop/orders//deploy?ref=v1.4.0`,
          'production/base/web.yaml': container('r.io/team/web:1.4.0'),
        }),
      });
      return places.map(one => `${one.path} in ${one.file.slice(11)}`);
    };
    const image = 'spec.template.spec.containers[0].image';
    const base = 'resources[1] in base/kustomization.yaml';
    expect(await found('')).toEqual([`${image} in base/web.yaml`, base]);
    expect(await found('patches: [{path: patch.yaml}]')).toEqual([
      `${image} in eu/patch.yaml`,
      base,
    ]);
    expect(
      await found('images: [{name: r.io/team/web, newTag: 1.3.0}]'),
    ).toEqual(['images[0].newTag in eu/kustomization.yaml', base]);
  });

  it('names no password of an address that it does not know', async () => {
    const fail = async () => {
      throw new InputError('No Git host git.example.net is configured');
    };
    const files = () => ({ isBranch: fail, read: fail, list: fail });
    const repoURL = 'https://ci:hunter2@git.example.net/a';
    await expect(
      findVersionPlaces(application([{ repoURL, path: 'a' }]), {
        ...options,
        files,
      }),
    ).rejects.toThrow(
      /Looked for https:\/\/git\.example\.net\/a: No Git host git\.example\.net is configured/,
    );
  });

  it('leaves out a source in no Git repository that is known, and names it', async () => {
    const sources = [
      {
        repoURL: 'oci://registry/manifests',
        path: '.',
        targetRevision: '1.2.0',
      },
      { repoURL: 'https://github.com/public/charts', path: 'charts/a' },
      { repoURL: GITOPS, path: 'apps/orders/envs/staging' },
    ];
    const files = (url: string) => {
      if (!url.startsWith('https://github.com')) return gitopsFiles();
      const fail = async () => {
        throw new InputError('No Git host github.com is configured');
      };
      return { isBranch: fail, read: fail, list: fail };
    };
    expect(
      await findVersionPlaces(application(sources), { ...options, files }),
    ).toMatchObject([{ path: 'images[0].newTag' }]);
    await expect(
      findVersionPlaces(application(sources.slice(0, 2)), {
        ...options,
        files,
      }),
    ).rejects.toThrow(
      /oci:\/\/registry\/manifests, which is an OCI registry and no Git repository.*https:\/\/github\.com\/public\/charts: No Git host github\.com is configured/,
    );
  });

  it('never takes a value of a Secret or an encrypted file for a version', () =>
    expect(
      find(
        application({
          path: 'chart',
          helm: { valueFiles: ['secrets.yaml'], parameters: [] },
        }),
        {
          files: filesOf({
            'chart/secrets.yaml': 'image: {tag: ENC}\nsops: {version: 3.9.0}',
          }),
        },
      ),
    ).rejects.toThrow(
      'image.tag in chart/secrets.yaml, which is in a document that SOPS encrypts: that is never read',
    ));

  it('refuses a link as target with the sentence of the host', () =>
    expect(
      find(application({ path: 'a' }), {
        files: filesOf({
          'a/kustomization.yaml': new GitHostError(
            'notAFile',
            'a/kustomization.yaml in platform/gitops is a symbolic link',
          ),
        }),
      }),
    ).rejects.toThrow('is a symbolic link'));
});

describe('findReadPlaces', () => {
  const files = filesOf({
    'values/common.yaml': 'image: {tag: 1.4.0}',
    'values/staging.yaml': 'image: {tag: 1.5.0}',
    'values/production.yaml': 'replicas: 3',
    'chart/Chart.yaml': 'name: orders',
    'chart/values.yaml': 'image: {tag: 1.3.0}',
  });
  const read = (environment: string, valueFiles: string[]) =>
    findReadPlaces(
      application(
        { path: 'chart', helm: { valueFiles, parameters: [] } },
        { name: `orders-${environment}` },
      ),
      { ...options, environment, files: () => files },
    );
  const both = (environment: string) =>
    read(environment, [
      '../values/common.yaml',
      `../values/${environment}.yaml`,
    ]);

  it('finds the same place for environments that share a file of values, and another for one that overrides it', async () => {
    const [[preprod], [production], [staging]] = await Promise.all([
      read('preprod', ['../values/common.yaml']),
      both('production'),
      both('staging'),
    ]);
    expect(preprod.file).toBe('values/common.yaml');
    expect(isSamePlace(preprod, production)).toBe(true);
    expect(isSamePlace(preprod, staging)).toBe(false);
  });

  it("finds the chart's own values, and says where they are shared", async () => {
    const [alone] = await read('preprod', []);
    const [shared] = await read('production', ['../values/production.yaml']);
    expect(alone.isShared).toBeUndefined();
    expect(shared.isShared).toBe(true);
    expect(isSamePlace(alone, shared)).toBe(true);
  });

  it('finds the overlay of another environment that an overlay is based on, unless it overrides the image', async () => {
    const overlays = (production: string) =>
      filesOf({
        'staging/kustomization.yaml': 'images: [{name: web, newTag: 1.4.0}]',
        'production/kustomization.yaml': `resources: [../staging]\n${production}`,
      });
    const of = (path: string, production = '') =>
      findReadPlaces(application({ path }), {
        ...options,
        files: () => overlays(production),
      });
    const [staging] = await of('staging');
    const [production] = await of('production');
    expect(isSamePlace(staging, production)).toBe(true);
    const own = await of('production', 'images: [{name: web, newTag: 1.3.0}]');
    expect(own.some(one => isSamePlace(staging, one))).toBe(false);
  });

  it('finds what an environment shares beside what is its own, where both are in effect', async () => {
    const chart = filesOf({
      'charts/orders/Chart.yaml': 'name: orders',
      'charts/orders/values.yaml': `image: {repository: shop/orders, tag: 1.4.0}
migration: {image: {repository: shop/orders, tag: 1.4.0}}`,
      'charts/orders/values-staging.yaml': 'image: {tag: 1.5.0}',
      'charts/orders/values-prod.yaml': 'replicas: 3',
    });
    const of = (environment: string) =>
      application({
        path: 'charts/orders',
        helm: { valueFiles: [`values-${environment}.yaml`], parameters: [] },
      });
    const given = { ...options, files: () => chart };
    const edited = await findVersionPlaces(of('prod'), given);
    const ofStaging = await findReadPlaces(of('staging'), given);
    const [, migration] = edited;
    expect(edited.map(one => `${one.path} in ${one.file}`)).toEqual([
      'image.tag in charts/orders/values.yaml',
      'migration.image.tag in charts/orders/values.yaml',
    ]);
    expect(ofStaging.filter(one => isSamePlace(one, migration))).toMatchObject([
      { refusal: expect.stringContaining('place of its own') },
    ]);
    expect(await findVersionPlaces(of('staging'), given)).toMatchObject([
      { file: 'charts/orders/values-staging.yaml' },
    ]);
  });

  it('fails for a file that is broken, so that nobody takes it for one without versions', () =>
    expect(
      findReadPlaces(application({ path: 'a' }), {
        ...options,
        files: () => filesOf({ 'a/kustomization.yaml': 'images: [' }),
      }),
    ).rejects.toThrow('a/kustomization.yaml'));

  it('is empty where there is no version', async () =>
    expect(
      await findReadPlaces(application([]), { ...options, files: () => files }),
    ).toEqual([]));
});
