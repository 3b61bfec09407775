import {
  application,
  filesOf,
  GITOPS,
  gitopsFiles,
  searchIn,
} from './__testUtils__/filesOf';
import { annotatedPlaces } from './annotatedPlaces';
import type { ManifestFiles } from './VersionPlace';

const values = {
  service: 'orders',
  environment: 'staging',
  application: 'orders-staging',
};
const digest = `sha256:${'0a'.repeat(32)}`;

function find(
  annotation: string,
  files: ManifestFiles = gitopsFiles(),
  of = application([
    { path: 'apps/orders/envs/staging' },
    { path: 'infra/redis' },
  ]),
  within?: string[],
) {
  return annotatedPlaces(of, annotation, {
    search: searchIn(files),
    values,
    within,
  });
}

describe('annotatedPlaces', () => {
  it('fills in service, environment and application, and takes several', async () => {
    const places = await find(
      'apps/{service}/envs/{environment}/kustomization.yaml#images[0].newTag, infra/redis/values-{environment}.yaml#image.tag,',
    );
    expect(places).toEqual([
      {
        repository: GITOPS,
        ref: 'main',
        file: 'apps/orders/envs/staging/kustomization.yaml',
        document: 0,
        path: 'images[0].newTag',
        locator: 'annotation gitops/version-places',
        current: {
          kind: 'image',
          repository: 'registry.example.com/orders',
          tag: '1.7.1',
        },
        scalars: { tag: ['images', 0, 'newTag'] },
      },
      expect.objectContaining({
        file: 'infra/redis/values-staging.yaml',
        current: { kind: 'image', repository: 'redis', tag: '7.4.3' },
      }),
    ]);
  });

  it('is confined to what the configuration names instead, if it does', async () => {
    const all = filesOf({
      'apps/orders/a.yaml': 'version: 1',
      'apps/other/a.yaml': 'version: 1',
    });
    const within = ['apps/{service}/*'];
    expect(
      await find('apps/orders/a.yaml#version', all, undefined, within),
    ).toHaveLength(1);
    for (const file of ['apps/other/a.yaml', 'apps/orders/../other/a.yaml'])
      await expect(
        find(`${file}#version`, all, undefined, within),
      ).rejects.toThrow(
        'The annotation gitops/version-places names apps/other/a.yaml, which is outside of apps/orders/*: this portal confines it to that',
      );
  });

  it.each([
    ['tag: 1.0', 'tag', { repository: 'orders', tag: '1.0' }, ['tag']],
    ['imageTag: 1', 'imageTag', { repository: 'orders', tag: '1' }, ['tag']],
    [
      'a: {name: x, tag: 1.0}',
      'a.tag',
      { repository: 'x', tag: '1.0' },
      ['tag'],
    ],
    [
      `a: {name: x, newTag: 1.0, digest: "${digest}"}`,
      'a.newTag',
      { repository: 'x', tag: '1.0', digest },
      ['tag', 'digest'],
    ],
    [
      `a: {name: x, digest: "${digest}"}`,
      'a.digest',
      { repository: 'x', digest },
      ['digest'],
    ],
    [
      'image: redis:7.4',
      'image',
      { repository: 'redis', tag: '7.4' },
      ['reference'],
    ],
    [
      'main: r.io:5000/a:1',
      'main',
      { repository: 'r.io:5000/a', tag: '1' },
      ['reference'],
    ],
  ])('takes %s by its key for an image', async (text, path, image, scalars) => {
    const files = filesOf({ 'orders/a.yaml': text });
    const [place] = await find(`orders/a.yaml#${path}`, files);
    expect(place.current).toEqual({ kind: 'image', ...image });
    expect(Object.keys(place.scalars).sort()).toEqual([...scalars].sort());
  });

  it('takes what else there is for a revision, in whichever document has it', async () =>
    expect(
      await find(
        'environments/staging/apps/charts.yaml#spec.sources[0].targetRevision',
        gitopsFiles(),
        application({ path: 'apps/none' }, { name: 'grafana-staging' }),
      ),
    ).toMatchObject([
      { document: 1, current: { kind: 'revision', revision: '9.2.10' } },
    ]));

  it('is from the first repository that is in Git', async () => {
    const files = filesOf({ 'orders.yaml': 'tag: 1' });
    const charts = { repoURL: 'https://charts.example.com', chart: 'a' };
    const values1 = { repoURL: `${GITOPS}1`, ref: 'values' };
    const parent = { name: 'p', sources: [{ repoURL: `${GITOPS}2` }] };
    const of = (sources: Parameters<typeof application>[0], others = {}) =>
      find('orders.yaml#tag', files, application(sources, others));
    expect((await of([charts, values1]))[0].repository).toBe(`${GITOPS}1`);
    expect((await of(charts, { parent }))[0].repository).toBe(`${GITOPS}2`);
    await expect(of(charts)).rejects.toThrow(
      'orders-staging is deployed from no Git repository',
    );
  });

  it.each([
    ['', /names no place/],
    [' , ', /names no place/],
    ['values.yaml', /has "values\.yaml"\. Write it like apps\/\{service\}/],
    ['a#b#c', /has "a#b#c"/],
    [
      'orders/none.yaml#a',
      /^orders\/none\.yaml does not exist, which the annotation/,
    ],
    ['orders/{constructor}#a', /^orders\/\{constructor\} does not exist/],
    ['infra/redis/values.yaml#image.none', /^There is no image\.none in infra/],
    ['infra/redis/values.yaml#image', /^There is no image in infra/],
    ['../x.yaml#a', /^\.\.\/x\.yaml leads out of the repository/],
  ])('refuses %j with a sentence', (annotation, sentence) =>
    expect(find(annotation)).rejects.toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(sentence),
      }),
    ),
  );

  it('is confined to the files of the service', async () => {
    const files = filesOf({
      'apps/other/config.json': '{"version": "1.4.0"}',
      'generators/all.yaml': 'other: {version: 1.4.0}',
    });
    const of = application(
      {
        path: './apps/orders/envs/staging/',
        helm: { valueFiles: ['$values/values/staging/a.yaml'], parameters: [] },
      },
      {
        applicationSet: {
          name: 'services',
          spec: {
            generators: [{ git: { files: [{ path: 'apps/*/config.json' }] } }],
          },
        },
      },
    );
    for (const file of [
      'apps/other/config.json',
      'generators/all.yaml',
      // Beside a value file may be those of other services
      'values/staging/b.yaml',
      'x',
    ])
      await expect(find(`${file}#version`, files, of)).rejects.toThrow(
        `The annotation gitops/version-places names ${file}, which is not one of the files of orders`,
      );
    for (const file of [
      'apps/orders/envs/staging/a.yaml',
      'values/staging/a.yaml',
      'generators/orders-staging.yaml',
      'generators/orders/staging.yaml',
    ])
      expect(
        await find(`${file}#version`, filesOf({ [file]: 'version: 1' }), of),
      ).toHaveLength(1);
    // A file that services share has a key for each
    expect(
      await find(
        'versions.yaml#orders.tag',
        filesOf({ 'versions.yaml': 'orders: {tag: 1}' }),
        of,
      ),
    ).toHaveLength(1);
  });

  it('takes a folder of another repository for none of the service', async () => {
    const of = application([
      { repoURL: `${GITOPS}-chart`, targetRevision: 'v1.2.0', path: '.' },
      { ref: 'values' },
    ]);
    const files = filesOf({ 'billing.yaml': 'tag: 1' });
    const search = searchIn(files);
    await expect(
      annotatedPlaces(of, 'billing.yaml#tag', {
        search: {
          ...search,
          files: repository => ({
            ...files,
            isBranch: async () => repository === GITOPS,
          }),
        },
        values,
      }),
    ).rejects.toThrow('names billing.yaml, which is not one of the files');
  });

  it.each([
    [
      'kind: Secret\nmetadata: {name: db}\nstringData: {tag: hunter2}',
      'stringData.tag',
      'which is in a document of kind Secret: that is never read',
    ],
    [
      'kind: List\nitems: [{kind: Secret, data: {tag: aHVudGVyMg}}]',
      'items[0].data.tag',
      'which is in a document of kind Secret: that is never read',
    ],
    [
      'db: {tag: hunter2}\nsops: {version: 3.9.0}',
      'db.tag',
      'which is in a document that SOPS encrypts: that is never read',
    ],
    ...['password: hunter2', 'apiToken: abc', 'sshKey: abc'].map(text => [
      text,
      text.split(':')[0],
      'which does not have the form of a version, so it is not read',
    ]),
    ...['a sentence', '"-----BEGIN KEY-----"', '"a=b"', 'x'.repeat(200)].map(
      text => [
        `version: ${text}`,
        'version',
        'which does not have the form of a version, so it is not read',
      ],
    ),
    [
      'digest: hunter2',
      'digest',
      'which does not have the form of a version, so it is not read',
    ],
  ])('never reads what may be a secret: %j', async (text, path, reason) => {
    const files = filesOf({ 'orders/a.yaml': text });
    await expect(find(`orders/a.yaml#${path}`, files)).rejects.toThrow(
      `The annotation gitops/version-places names ${path} in orders/a.yaml, ${reason}`,
    );
  });

  it('is from the first source that follows a branch', async () => {
    const search = searchIn(filesOf({ 'orders.yaml': 'tag: 1' }));
    const of = application([
      { targetRevision: 'v1.2.0', path: 'chart' },
      { targetRevision: 'main', ref: 'values' },
    ]);
    const files = search.files;
    search.files = (url, ref) => ({
      ...files(url, ref),
      isBranch: async () => ref === 'main',
    });
    const [place] = await annotatedPlaces(of, 'orders.yaml#tag', {
      search,
      values,
    });
    expect(place.ref).toBe('main');
    await expect(
      annotatedPlaces({ ...of, sources: of.sources.slice(0, 1) }, 'a#b', {
        search,
        values,
      }),
    ).rejects.toThrow(
      `orders-staging follows no branch of a Git repository that is known, in which the annotation gitops/version-places could name a place. Its sources are at v1.2.0 of ${GITOPS}`,
    );
  });
});
