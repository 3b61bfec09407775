import {
  application,
  filesOf,
  GITOPS,
  gitopsFiles,
  searchIn,
} from '../__testUtils__/filesOf';
import { setVersion } from '../setVersion';
import type { ManifestSource } from '../VersionPlace';
import { helmValues } from './helmValues';

const files = gitopsFiles({
  'apps/web/values-null.yaml': 'image: {tag: ~}\n',
  'apps/web/values-base.yaml': 'image: {tag: 1.0.0}\n',
});

async function find(source: Parameters<typeof application>[0]) {
  const search = searchIn(files);
  const places = await helmValues.find(application(source), search);
  return { places, misses: search.misses };
}

function helm(
  valueFiles: string[],
  others: Partial<ManifestSource['helm']> = {},
): ManifestSource['helm'] {
  return { valueFiles, parameters: [], ...others };
}

/** `path` in file: reference */
async function written(source: Parameters<typeof application>[0]) {
  const { places } = await find(source);
  return places.map(({ path, file, current }) => {
    if (current.kind !== 'image') throw new Error('no image');
    const { repository, tag = '', digest = '' } = current;
    return `${path} in ${file}: ${repository} ${tag} ${digest.slice(
      0,
      9,
    )}`.trim();
  });
}

describe('helmValues', () => {
  it('finds the image of a recorded chart in the file of the environment', async () => {
    const source = { path: 'infra/redis', helm: helm(['values-staging.yaml']) };
    const { places } = await find(source);
    expect(places).toEqual([
      {
        repository: GITOPS,
        ref: 'main',
        file: 'infra/redis/values-staging.yaml',
        document: 0,
        path: 'image.tag',
        locator: 'Helm values',
        current: { kind: 'image', repository: 'redis', tag: '7.4.3' },
        scalars: { tag: ['image', 'tag'] },
      },
    ]);
  });

  it('finds images at any depth, names from the chart, merge keys and whole references', async () => {
    const source = {
      path: 'charts/web',
      helm: helm(['/apps/web/values-staging.yaml']),
    };
    const file = 'apps/web/values-staging.yaml';
    expect(await written(source)).toEqual([
      `image.tag in ${file}: registry.example.com/team/web 1.4.0`,
      `sidecars[0].image in ${file}: envoyproxy/envoy v1.31.0 sha256:2d`,
      `migration.image.tag in ${file}: team/web-migrate 1.10`,
      `worker.image.tag in ${file}: team/worker 4.5.6`,
      `aliased.tag in ${file}: team/cron 1.2.3`,
    ]);
    expect((await find(source)).misses).toEqual([
      `cron.image.tag in ${file}, where it stands behind an alias`,
    ]);
  });

  it('finds whole references that stand below what is called an image, in maps and lists, also beside an empty tag', async () => {
    const places = await helmValues.find(
      application({ path: 'charts/shop', helm: helm(['staging.yaml']) }),
      searchIn(
        filesOf({
          'charts/shop/staging.yaml': `images: {orders: "shop/orders:1.0.0", web: "shop/web@sha256:0af"}
controllerImages: ["host:5000/shop/job:1.0.0", "shop/untagged"]
image_store: shop/store:1.0.0
pilot: {image: "shop/pilot:1.0.0", tag: ""}
worker: {image: {repository: "shop/worker:1.0.0", tag: "", url: "https://shop.example.com/a:1"}}
`,
        }),
      ),
    );
    expect(places.map(({ path }) => path)).toEqual([
      'images.orders',
      'images.web',
      'controllerImages[0]',
      'image_store',
      'pilot.image',
      'worker.image.repository',
    ]);
  });

  it('finds the tag or version that an image runs with, where the values name no image', async () => {
    const chart = async (values: string) => {
      const search = searchIn(filesOf({ 'charts/shop/staging.yaml': values }), [
        'shop/proxy:7.0.0',
        'shop/orders:1.0.0',
      ]);
      const places = await helmValues.find(
        application({ path: 'charts/shop', helm: helm(['staging.yaml']) }),
        search,
      );
      const found = places.map(({ path, current, isNameGuessed }) =>
        current.kind === 'image'
          ? [path, current.repository, isNameGuessed]
          : [],
      );
      return { found, misses: search.misses };
    };
    const own =
      'replicas: 1.0.0\nchartVersion: 2.0.0\nall: [{ordersVersion: 1.0.0}]';
    expect((await chart(own)).found).toEqual([
      ['all[0].ordersVersion', 'shop/orders', true],
    ]);
    expect((await chart(`${own}\nimage: shop/orders:1.0.0`)).found).toEqual([
      ['image', 'shop/orders', undefined],
    ]);
    const { found, misses } = await chart(`${own}\ntag: 1.0.0`);
    expect(found).toEqual([]);
    expect(misses).toContain(
      'all[0].ordersVersion or tag, of which it is not known which one is the version',
    );
  });

  it('asks for no chart where Argo CD says that there is none, and for one where it says so', async () => {
    const asked: string[] = [];
    const search = searchIn({
      ...files,
      async read(path) {
        asked.push(path);
        return files.read(path);
      },
    });
    for (const type of ['Kustomize', 'Helm', undefined])
      await helmValues.find(application({ path: 'apps/web', type }), search);
    expect(asked).toEqual(['apps/web/values.yaml', 'apps/web/Chart.yaml']);
  });

  it('has each set by its own bytes, and refuses what is used elsewhere', async () => {
    const { places } = await find({
      path: 'charts/web',
      helm: helm(['../../apps/web/values-staging.yaml']),
    });
    const before = (await files.read('apps/web/values-staging.yaml'))!;
    const to = {
      kind: 'image' as const,
      repository: '',
      tag: '5.0.0',
      digest: `sha256:${'ab'.repeat(32)}`,
    };
    const after = places
      .filter(({ path }) => path !== 'aliased.tag')
      .reduce((text, place) => setVersion(text, place, to), before);
    expect(after).toBe(
      before
        .replace('tag: 4.5.6', 'tag: 5.0.0')
        .replace('{tag: 1.4.0}', '{tag: 5.0.0}')
        .replace('"tag": 1.10 ', '"tag": 5.0.0 ')
        .replace(/v1\.31\.0@sha256:(2d)+/, `5.0.0@${to.digest}`),
    );
    const aliased = places.find(({ path }) => path === 'aliased.tag')!;
    expect(() => setVersion(before, aliased, to)).toThrow(
      'aliased.tag in apps/web/values-staging.yaml is used elsewhere as *aliased',
    );
  });

  it('sets the digest where there is one, as it decides', async () => {
    const source = {
      path: 'charts/web',
      helm: helm(['/apps/web/values-pinned.yaml']),
    };
    const { places } = await find(source);
    expect(places.map(one => one.scalars)).toEqual([
      { digest: ['image', 'digest'], tag: ['image', 'tag'] },
    ]);
    expect(await written(source)).toEqual([
      'image.digest in apps/web/values-pinned.yaml: registry.example.com/team/web 1.4.0 sha256:3c',
    ]);
  });

  it('takes the last file that has it, wherever it lies', async () => {
    const values = { ref: 'values' };
    const chart = {
      repoURL: 'https://charts.example.com',
      chart: 'web',
      targetRevision: '0.3.0',
      helm: helm([
        '$values/apps/web/values-base.yaml',
        '$values/apps/web/values-pinned.yaml',
        '$values/apps/web/none.yaml',
      ]),
    };
    const { places, misses } = await find([chart, values]);
    expect(places).toMatchObject([
      {
        repository: GITOPS,
        ref: 'main',
        file: 'apps/web/values-pinned.yaml',
        path: 'image.digest',
        // The chart alone knows the name: its own is the guess
        current: { repository: 'web' },
      },
    ]);
    expect(misses).toEqual(['image.tag in apps/web/none.yaml']);
  });

  it('names a template that has the image itself', async () => {
    const search = searchIn(
      filesOf({
        'charts/shop/values.yaml': 'replicas: 2',
        'charts/shop/templates/deployment.yaml':
          '{{ if .Values.on }}\nspec: {}\n  - image: "shop/orders:1.0.0"\n{{ end }}',
        'charts/shop/templates/job.yaml': 'image: {{ .Values.image }}',
      }),
    );
    await helmValues.find(
      application({ path: 'charts/shop', type: 'Helm' }),
      search,
    );
    expect(search.misses).toEqual([
      'image.tag in charts/shop/values.yaml, which names no image',
      'shop/orders:1.0.0 in charts/shop/templates/deployment.yaml, which is a template and is not edited: let a file of values give the version',
    ]);
  });

  it('names the files that have no image', async () => {
    const chart = {
      repoURL: 'https://charts.example.com',
      chart: 'web',
      helm: helm(['$values/apps/web/values-null.yaml']),
    };
    expect(await find([chart, { ref: 'values' }])).toEqual({
      places: [],
      misses: ['image.tag in apps/web/values-null.yaml, which names no image'],
    });
  });

  it('follows Helm where null takes a value away', async () => {
    const source = {
      path: 'charts/web',
      helm: helm(['/apps/web/values-base.yaml', '/apps/web/values-null.yaml']),
    };
    expect(await written(source)).not.toContainEqual(
      expect.stringMatching(/^image\.tag/),
    );
  });

  it('takes the own values of a chart that has no others: an umbrella', async () => {
    const file = 'umbrella/staging/values.yaml';
    const umbrella = [
      `orders.image.tag in ${file}: orders 1.7.1`,
      `payments.tag in ${file}: registry.example.com/payments-ui 0.9.0`,
    ];
    expect(await written({ path: 'umbrella/staging' })).toEqual(umbrella);
    expect(
      await written({ path: 'umbrella/staging', helm: helm(['values.yaml']) }),
    ).toEqual(umbrella);
  });

  it("says that environments may share the chart's own values", async () => {
    const { places, misses } = await find({
      path: 'infra/redis',
      helm: helm(['values.yaml', 'values-none.yaml']),
    });
    expect(places).toMatchObject([
      {
        file: 'infra/redis/values.yaml',
        isShared: true,
      },
    ]);
    expect(misses).toEqual(['image.tag in infra/redis/values-none.yaml']);
  });

  it.each([
    [
      'image: {repository: r.io/web, version: 1.4.0}',
      'image.version',
      'r.io/web',
    ],
    ['imageTag: 1.4.0', 'imageTag', 'orders'],
    ['{image: r.io/web, imageTag: 1.4.0}', 'imageTag', 'r.io/web'],
    ['{image_repository: r.io/web, image_tag: 1.4.0}', 'image_tag', 'r.io/web'],
    ['worker: {imageTag: 1.4.0}', 'worker.imageTag', 'worker'],
    ['global: {image: {tag: 1.4.0}}', 'global.image.tag', 'orders'],
    ['global: {imageTag: 1.4.0}', 'global.imageTag', 'orders'],
  ])('finds %s', async (text, path, repository) => {
    const search = searchIn(gitopsFiles({ 'apps/web/values-x.yaml': text }));
    const source = { path: 'apps/web', helm: helm(['values-x.yaml']) };
    expect(await helmValues.find(application(source), search)).toMatchObject([
      { path, current: { kind: 'image', repository, tag: '1.4.0' } },
    ]);
  });

  it.each(['values-$ARGOCD_APP_NAME.yaml', 'values-${ARGOCD_APP_NAME}.yaml'])(
    'reads %s by the name of the Application',
    async name => {
      const file = 'apps/web/values-orders-staging.yaml';
      const search = searchIn(gitopsFiles({ [file]: 'image: {tag: 1.4.0}' }));
      const source = { path: 'apps/web', helm: helm([name]) };
      expect(await helmValues.find(application(source), search)).toMatchObject([
        { file },
      ]);
    },
  );

  it('reads the file by the namespace and name of an Application in another namespace than Argo CD', async () => {
    const file = 'apps/web/values-argocd_orders-staging.yaml';
    const search = searchIn(gitopsFiles({ [file]: 'image: {tag: 1.4.0}' }));
    const source = {
      path: 'apps/web',
      helm: helm(['values-$ARGOCD_APP_NAME.yaml']),
    };
    expect(await helmValues.find(application(source), search)).toMatchObject([
      { file },
    ]);
  });

  it('reads the files that a pattern matches in the order of their names, and those named by themselves where they are named', async () => {
    const tags = (valueFiles: string[]) =>
      helmValues.find(
        application({ path: 'apps/web', helm: helm(valueFiles) }),
        searchIn(
          gitopsFiles({
            'apps/web/envs/a.yaml': 'image: {tag: 1.1.0}',
            'apps/web/envs/b.yaml': 'image: {tag: 1.2.0}',
            'apps/web/envs/deep/c.yaml': 'image: {tag: 1.3.0}',
          }),
        ),
      );
    const file = (name: string) => [{ file: `apps/web/envs/${name}.yaml` }];
    expect(await tags(['envs/*.yaml'])).toMatchObject(file('b'));
    expect(await tags(['envs/**/*.yaml'])).toMatchObject(file('deep/c'));
    expect(await tags(['envs/a.yaml', 'envs/*.yaml'])).toMatchObject(file('b'));
    expect(await tags(['envs/*.yaml', 'envs/a.yaml'])).toMatchObject(file('a'));
  });

  it('says that a pattern matches no file', async () =>
    expect(
      (await find({ path: 'apps/web', helm: helm(['none/*.yaml']) })).misses,
    ).toContain('image.tag in apps/web/none/*.yaml, which matches no file'));

  it.each([
    ['{registry: r.io, repository: team/web, digest: OLD}', 'image.digest'],
    ['{registry: r.io, repository: team/web, tag: OLD}', 'image.tag'],
  ])('sets the digest of an image without a tag: %s', async (image, path) => {
    const [old, newer] = ['aa', 'bb'].map(hex => `sha256:${hex.repeat(32)}`);
    const text = `image: ${image}`.replace('OLD', `"${old}"`);
    const search = searchIn(gitopsFiles({ 'apps/web/values-x.yaml': text }));
    const source = { path: 'apps/web', helm: helm(['values-x.yaml']) };
    const [place] = await helmValues.find(application(source), search);
    expect(place).toMatchObject({
      path,
      current: { kind: 'image', repository: 'r.io/team/web', digest: old },
    });
    expect(
      setVersion(text, place, {
        ...{ kind: 'image', repository: '' },
        ...{ tag: '1.5.0', digest: newer },
      }),
    ).toBe(text.replace(old, newer));
  });

  it.each([
    [
      helm(['values-dev.yaml'], {
        parameters: [{ name: 'image.tag', value: '1' }],
      }),
      'image.tag, which a Helm parameter of the Application overrides',
    ],
    [
      helm(['values-dev.yaml'], { values: 'image: {tag: 7}' }),
      "image.tag, which the Application's own values override",
    ],
    [
      helm(['values-dev.yaml'], { valuesObject: { image: { tag: '7' } } }),
      "image.tag, which the Application's own values override",
    ],
  ])('leaves out what would have no effect: %j', async (own, sentence) => {
    const { places, misses } = await find({ path: 'infra/redis', helm: own });
    expect(places).toEqual([]);
    expect(misses).toEqual([sentence]);
  });

  it('finds nothing in what is no chart, and tells of files elsewhere', async () => {
    expect(await find({ path: 'apps/orders/base' })).toEqual({
      places: [],
      misses: [],
    });
    const { misses } = await find({
      path: 'infra/redis',
      helm: helm(['https://example.com/values.yaml', '$none/values.yaml']),
    });
    expect(misses).toEqual([
      'image.tag in https://example.com/values.yaml, which is in no Git repository',
      'image.tag in $none/values.yaml, which is in no Git repository',
    ]);
  });

  it('refuses a file out of the repository', async () =>
    expect(
      find({ path: 'infra/redis', helm: helm(['../../../values.yaml']) }),
    ).rejects.toThrow('leads out of the repository'));
});
