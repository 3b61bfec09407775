import {
  application,
  filesOf,
  gitopsFiles,
  searchIn,
} from '../__testUtils__/filesOf';
import { GitHostError } from '../../hosts/GitHostError';
import { setVersion } from '../setVersion';
import { kustomizeImages } from './kustomizeImages';
import { kustomizeManifests } from './kustomizeManifests';

async function find(
  source: Parameters<typeof application>[0],
  files = gitopsFiles(),
) {
  const search = searchIn(files);
  const places = await kustomizeImages.find(application(source), search);
  return { places, misses: search.misses };
}

describe('kustomizeImages', () => {
  it('finds the image of a recorded overlay', async () => {
    const { places } = await find({ path: 'apps/orders/envs/staging' });
    expect(places).toEqual([
      {
        repository: 'https://git.example.com/platform/gitops.git',
        ref: 'main',
        file: 'apps/orders/envs/staging/kustomization.yaml',
        document: 0,
        path: 'images[0].newTag',
        locator: 'Kustomize images',
        current: {
          kind: 'image',
          repository: 'registry.example.com/orders',
          tag: '1.7.1',
        },
        scalars: { tag: ['images', 0, 'newTag'] },
      },
    ]);
  });

  it('finds newName, digests and both, in a file with a mark, CRLF and transformers', async () => {
    const { places } = await find({ path: 'apps/payments/envs/staging' });
    expect(places.map(({ path, current }) => [path, current])).toEqual([
      [
        'images[0].newTag',
        {
          kind: 'image',
          repository: 'registry.example.com:5000/team-a/payments',
          tag: '1.10',
        },
      ],
      [
        'images[1].newTag',
        { kind: 'image', repository: 'migrate', tag: 'v2.0.0' },
      ],
      [
        'images[2].digest',
        {
          kind: 'image',
          repository: 'envoyproxy/envoy',
          digest: `sha256:${'0f'.repeat(32)}`,
        },
      ],
      [
        'images[4].newTag',
        {
          kind: 'image',
          repository: 'statsd',
          tag: '0.26.1',
          digest: `sha256:${'1e'.repeat(32)}`,
        },
      ],
    ]);
  });

  it('has each set by its own bytes', async () => {
    const files = gitopsFiles();
    const { places } = await find(
      { path: 'apps/payments/envs/staging' },
      files,
    );
    const before = (await files.read(places[0].file))!;
    const digest = `sha256:${'ab'.repeat(32)}`;
    const after = places.reduce(
      (text, place) =>
        setVersion(text, place, {
          kind: 'image',
          repository: '',
          tag: '3.0',
          digest,
        }),
      before,
    );
    expect(after).toBe(
      before
        .replace(`newTag: '1.10'`, `newTag: '3.0'`)
        .replace('newTag:   v2.0.0', 'newTag:   "3.0"')
        .replace('newTag: 0.26.1', 'newTag: "3.0"')
        .replace(/sha256:(0f|1e)+/g, digest),
    );
  });

  it('takes kustomization.yml too, and names what stands behind an alias', async () => {
    const { places, misses } = await find({
      path: './apps/search/envs/staging',
    });
    expect(places.map(({ path }) => path)).toEqual(['images[1].newTag']);
    expect(misses).toEqual([
      'images[0].newTag in apps/search/envs/staging/kustomization.yml, where it stands behind an alias',
    ]);
  });

  it('finds a digest behind the tag, and moves both', async () => {
    const { places } = await find({ path: 'apps/billing/envs/staging' });
    const [worker] = places;
    const digest = `sha256:${'0f'.repeat(32)}`;
    expect(worker.current).toEqual({
      kind: 'image',
      repository: 'registry.example.com/billing-worker',
      tag: '2.1.0',
      digest,
    });
    const before = (await gitopsFiles().read(worker.file))!;
    const to = `sha256:${'ab'.repeat(32)}`;
    expect(
      setVersion(before, worker, {
        kind: 'image',
        repository: '',
        tag: '2.2.0',
        digest: to,
      }),
    ).toBe(before.replace(`2.1.0@${digest}`, `2.2.0@${to}`));
  });

  const [pinned, newer] = ['aa', 'bb'].map(hex => `sha256:${hex.repeat(32)}`);
  const running = { kind: 'image', repository: 'reg/orders' } as const;

  it.each([
    [`newTag: 1.4.0@${pinned}`, `newTag: 1.5.0@${newer}`, '1.4.0', pinned],
    [`newTag: "1.4.0"`, `newTag: "1.5.0"`, '1.4.0', undefined],
    [`newTag: ${pinned}`, `newTag: 1.5.0`, pinned, undefined],
    [
      `digest: ${pinned.slice(7)}`,
      `digest: ${newer}`,
      undefined,
      pinned.slice(7),
    ],
    [
      `newName: reg/orders:1.4.0`,
      `newName: reg/orders:1.5.0`,
      '1.4.0',
      undefined,
    ],
  ])('moves %s to %s', async (before, after, tag, digest) => {
    const text = `images:\n- name: reg/orders\n  ${before}\n`;
    const { places } = await find(
      { path: 'a' },
      filesOf({ 'a/kustomization.yaml': text }),
    );
    expect(places.map(({ current }) => current)).toEqual([
      { ...running, ...(tag && { tag }), ...(digest && { digest }) },
    ]);
    const to = { ...running, tag: '1.5.0', digest: newer };
    expect(setVersion(text, places[0], to)).toBe(text.replace(before, after));
  });

  it('refuses a pinned tag without a known digest, rather than drop the pin', async () => {
    const text = `images: [{name: reg/orders, newTag: "1.4.0@${pinned}"}]`;
    const { places } = await find(
      { path: 'a' },
      filesOf({ 'a/kustomization.yaml': text }),
    );
    expect(() =>
      setVersion(text, places[0], { ...running, tag: '1.5.0' }),
    ).toThrow('images[0].newTag in a/kustomization.yaml pins a digest');
  });

  it('knows the repository of an image that is named with the tag to be replaced', async () => {
    const files = filesOf({
      'a/kustomization.yaml': `resources: [d.yaml]
images: [{name: "reg/orders:blue", newTag: 1.4.0}]`,
      'a/d.yaml': 'spec: {containers: [{image: "reg/orders:blue"}]}',
    });
    const { places } = await find({ path: 'a' }, files);
    expect(places.map(({ current }) => current)).toEqual([
      { ...running, tag: '1.4.0' },
    ]);
    // The resource's own tag has no effect
    expect(
      await kustomizeManifests.find(
        application({ path: 'a' }),
        searchIn(files),
      ),
    ).toEqual([]);
  });

  it('says of an image that no manifest has why its entry is not edited, unless some manifests are not read', async () => {
    const base = 'spec: {containers: [{image: "reg/orders:green"}]}';
    const of = (entry: string, others = '', deployment = base) =>
      find(
        { path: 'a' },
        filesOf({
          'a/kustomization.yaml': `resources: [../b]\nimages: [${entry}]\n${others}`,
          'b/kustomization.yaml': 'resources: [d.yaml]',
          'b/d.yaml': deployment,
        }),
      );
    for (const name of ['orders', 'reg/orders:blue', 'reg/orders-api'])
      expect(await of(`{name: "${name}", newTag: 1.4.0}`)).toEqual({
        places: [],
        misses: [
          `images[0].newTag in a/kustomization.yaml, which has no effect: none of the manifests has the image ${name}`,
        ],
      });
    const count = async (...given: Parameters<typeof of>) =>
      (await of(...given)).places.length;
    const orders = '{name: orders, newTag: 1.4.0}';
    const rename = '{name: reg/orders, newName: orders}';
    expect(await count(`${rename}, ${orders}`)).toBe(1);
    expect(await count(orders, 'helmCharts: [{name: orders}]')).toBe(1);
    expect(await count(orders, 'components: [github.com/shop/c]')).toBe(1);
    expect(await count(orders, '', 'image: orders')).toBe(1);
    expect(await count('{name: ".*/orders", newTag: 1.4.0}')).toBe(1);
    const patches = 'patches: [{patch: "image: orders"}]';
    expect(await count(orders, patches)).toBe(1);
  });

  it('takes along components in its own folder, and says what others may share', async () => {
    const { places, misses } = await find({
      path: 'apps/billing/envs/staging',
    });
    expect(
      places.map(({ path, file, isShared = false }) => [
        `${path} in ${file}`,
        isShared,
      ]),
    ).toEqual([
      [
        'images[0].newTag in apps/billing/envs/staging/kustomization.yaml',
        false,
      ],
      [
        'images[0].newTag in apps/billing/envs/staging/canary/kustomization.yaml',
        false,
      ],
      [
        'images[0].newTag in apps/billing/components/debug/kustomization.yaml',
        true,
      ],
    ]);
    expect(misses).toEqual([
      'images[1].newTag in apps/billing/envs/staging/canary/kustomization.yaml, which a kustomization further out or the Application overrides',
    ]);
  });

  it.each([
    'registry.example.com/orders=mirror.example.com/orders:1.0.0',
    'registry.example.com/orders:1.0.0',
    'registry.example.com/orders@sha256:0a',
  ])('leaves out what the Application overrides by %s', async image => {
    const { places, misses } = await find({
      path: 'apps/orders/envs/staging',
      kustomize: { images: [image] },
    });
    expect(places).toEqual([]);
    expect(misses).toEqual([
      'images[0].newTag in apps/orders/envs/staging/kustomization.yaml, which a kustomization further out or the Application overrides',
    ]);
  });

  it.each([
    ['by a kustomization further out', '{name: app, newName: r.io/orders}', []],
    ['by the Application', '', ['app=r.io/orders']],
  ])('knows the name that an image is given %s', async (_, outer, images) => {
    const { places } = await find(
      { path: 'a', kustomize: { images } },
      filesOf({
        'a/kustomization.yaml': `resources: [base]\nimages: [${outer}]`,
        'a/base/kustomization.yaml': 'images: [{name: app, newTag: 1.7.1}]',
      }),
    );
    expect(places.map(({ current }) => current)).toEqual([
      { kind: 'image', repository: 'r.io/orders', tag: '1.7.1' },
    ]);
  });

  it('leaves out what is called otherwise when a kustomization further out overrides it', async () => {
    const { places, misses } = await find(
      { path: 'a' },
      filesOf({
        'a/kustomization.yaml':
          'resources: [base]\nimages: [{name: r.io/orders, newTag: 1.8.0}]',
        'a/base/kustomization.yaml':
          'images: [{name: app, newName: r.io/orders, newTag: 1.7.1}]',
      }),
    );
    expect(places.map(({ file }) => file)).toEqual(['a/kustomization.yaml']);
    expect(misses).toEqual([
      'images[0].newTag in a/base/kustomization.yaml, which a kustomization further out or the Application overrides',
    ]);
  });

  it('tells where it looked', async () => {
    expect((await find({ path: 'apps/orders/base' })).misses).toEqual([
      'images[].newTag in apps/orders/base/kustomization.yaml, which names no image',
    ]);
    expect((await find({ path: 'apps/none' })).misses).toEqual([
      'images[].newTag in apps/none/kustomization.yaml',
    ]);
    expect((await find({ chart: 'redis' })).misses).toEqual([]);
  });

  it('refuses a path out of the repository, a link, a binary and a large file', async () => {
    await expect(find({ path: '../other' })).rejects.toThrow(
      '../other leads out of the repository',
    );
    const at = (content: string | Error) =>
      find({ path: 'a' }, filesOf({ 'a/kustomization.yaml': content }));
    const link = new GitHostError('notAFile', 'a/… is a symbolic link');
    await expect(at(link)).rejects.toThrow('is a symbolic link');
    await expect(at('images:\0')).rejects.toThrow(
      'a/kustomization.yaml is not text',
    );
    await expect(at(`images: []#${' '.repeat(5e6)}`)).rejects.toThrow(
      'a/kustomization.yaml is larger than 1 MB',
    );
  });
});
