import {
  application,
  filesOf,
  gitopsFiles,
  searchIn,
} from '../__testUtils__/filesOf';
import { reasonAgainst } from '../reasonAgainst';
import { setVersion } from '../setVersion';
import type { ManifestSource } from '../VersionPlace';
import { kustomizeManifests } from './kustomizeManifests';

const path = 'apps/billing/envs/staging';

async function find(source: Partial<ManifestSource>, files = gitopsFiles()) {
  const search = searchIn(files);
  const places = await kustomizeManifests.find(application(source), search);
  return { places, misses: search.misses };
}

describe('kustomizeManifests', () => {
  it('finds images in patches of both kinds and in resources of the folder', async () => {
    const { places } = await find({ path });
    expect(
      places.map(one => [
        one.file.slice(path.length + 1),
        one.path,
        one.current.kind === 'image' && one.current.repository,
      ]),
    ).toEqual([
      [
        'worker.yaml',
        'spec.template.spec.containers[1].image',
        'registry.example.com/log',
      ],
      [
        'web-image.yaml',
        'spec.template.spec.containers[0].image',
        'registry.example.com/billing-web',
      ],
      ['api-image.json', '[1].value', 'registry.example.com/billing-api'],
      [
        'kustomization.yaml',
        'patches[2].patch: [0].value',
        'registry.example.com/billing-inline',
      ],
    ]);
  });

  it('finds the image of a custom resource, which images of the kustomization do not replace', async () => {
    const { places } = await find(
      { path: 'a' },
      filesOf({
        'a/kustomization.yaml':
          'resources: [all.yaml]\nimages: [{name: shop/orders, newTag: 2.0.0}]',
        'a/all.yaml':
          'spec: {image: "shop/orders:1.0.0"}\n---\nspec: {containers: [{image: "shop/orders:1.0.0"}]}',
      }),
    );
    expect(places.map(one => `${one.document} ${one.path}`)).toEqual([
      '0 spec.image',
    ]);
  });

  it('has each set by its own bytes', async () => {
    const { places } = await find({ path });
    for (const place of places) {
      const before = (await gitopsFiles().read(place.file))!;
      const current = place.current.kind === 'image' && place.current.tag;
      expect(
        setVersion(before, place, {
          kind: 'image',
          repository: '',
          tag: '5.0.0',
        }),
      ).toBe(
        before
          .replace(`:${current}"`, ':5.0.0"')
          .replace(/(web|inline):2\.0\.0/, '$1:5.0.0'),
      );
    }
  });

  it('says of images in a base and in patches elsewhere that others may share them', async () => {
    const container = (image: string) =>
      `spec: {template: {spec: {containers: [{image: "${image}"}]}}}`;
    const { places } = await find(
      { path: 'production/eu' },
      filesOf({
        'production/eu/kustomization.yaml':
          'resources: [../base, own.yaml]\npatches: [{path: ../patch.yaml}]',
        'production/eu/own.yaml': container('r.io/own:1.0.0'),
        'production/patch.yaml': container('r.io/patched:1.0.0'),
        'production/base/kustomization.yaml': 'resources: [web.yaml]',
        'production/base/web.yaml': container('r.io/web:1.4.0'),
      }),
    );
    expect(
      places.map(({ file, isShared = false }) => [file, isShared]),
    ).toEqual([
      ['production/eu/own.yaml', false],
      ['production/patch.yaml', true],
      ['production/base/web.yaml', true],
    ]);
  });

  it('finds images in patches within the kustomization, of either kind and of several documents', async () => {
    const file = `${path}/kustomization.yaml`;
    const text = [
      'patches:',
      '  - patch: |',
      '      kind: Deployment',
      '      spec: {template: {spec: {containers: [{name: a, image: "r/a:1.0.0"}]}}}',
      '      ---',
      '      kind: CronJob',
      '      spec:',
      '        containers:',
      '          - image: r/b:1.0.0 # nightly',
      'patchesStrategicMerge:',
      '  - a.yaml',
      '  - |-',
      '    containers: [{image: r/c:1.0.0}]',
      '  - "containers: [{image: r/d:1.0.0}]\\n"',
      '',
    ].join('\r\n');
    const { places, misses } = await find({ path }, filesOf({ [file]: text }));
    expect(places.map(one => one.path)).toEqual([
      'patches[0].patch: spec.template.spec.containers[0].image',
      'patches[0].patch: spec.containers[0].image',
      'patchesStrategicMerge[1]: containers[0].image',
    ]);
    expect(misses).toContain(
      `the image in patchesStrategicMerge[2] of ${file}, which is not a block of text that begins with |`,
    );
    const to = { kind: 'image' as const, repository: '', tag: '1.1.0' };
    expect(
      places.reduce((edited, place) => setVersion(edited, place, to), text),
    ).toBe(text.replace(/(r\/[abc]):1.0.0/g, '$1:1.1.0'));
  });

  it('refuses images that replacements may set, in the kustomization or in a file', async () => {
    const target =
      '{select: {kind: Deployment}, fieldPaths: [spec.template.spec.containers.0.image]}';
    const replacement = `{source: {kind: ConfigMap, name: versions}, targets: [${target}]}`;
    const refusals = async (replacements: string) => {
      const { places } = await find(
        { path: 'a' },
        filesOf({
          'a/kustomization.yaml': `resources: [d.yaml]\nreplacements: [${replacements}]`,
          'a/d.yaml': 'spec: {containers: [{image: "shop/orders:1.0.0"}]}',
          'a/r.yaml': replacement,
        }),
      );
      return places.map(one => one.refusal);
    };
    const sentence = 'which the replacements in a/kustomization.yaml may set';
    expect(await refusals(replacement)).toEqual([sentence]);
    expect(await refusals('{path: r.yaml}')).toEqual([sentence]);
    expect(await refusals(replacement.replace('image', 'name'))).toEqual([
      undefined,
    ]);
  });

  it('leaves out a Secret that is patched within the kustomization', async () => {
    const file = `${path}/kustomization.yaml`;
    const text = `patches:\n  - patch: |\n      kind: Secret\n      containers: [{image: r/a:1.0.0}]\n`;
    const files = filesOf({ [file]: text });
    const { places } = await find({ path }, files);
    expect(await reasonAgainst(places[0], searchIn(files))).toBe(
      'which is in a document of kind Secret: that is never read',
    );
  });

  it('goes on past a resource that is too large to be read', async () => {
    const { places, misses } = await find(
      { path },
      filesOf({
        [`${path}/kustomization.yaml`]: 'resources: [a.yaml, b.yaml]',
        [`${path}/a.yaml`]: `image: #${'x'.repeat(2 ** 20)}`,
        [`${path}/b.yaml`]: 'containers: [{image: "r/b:1.0.0"}]',
      }),
    );
    expect(places).toHaveLength(1);
    expect(misses).toEqual([
      `${path}/a.yaml is larger than 1 MB, so it is not edited`,
    ]);
  });

  it.each([
    ['images: [{name: app, newName: r.io/orders}]', []],
    ['', ['app=r.io/orders']],
    [
      'images: [{name: app, newName: r.io/other}, {name: r.io/other, newName: r.io/orders}]',
      [],
    ],
  ])(
    'knows by what name an image is deployed, and keeps its own where it stands: %s %s',
    async (outer, images) => {
      const base = 'containers: [{image: "app:1.7.1"}]\n';
      const { places } = await find(
        { path: 'a', kustomize: { images } },
        filesOf({
          'a/kustomization.yaml': `resources: [base]\n${outer}`,
          'a/base/kustomization.yaml': 'resources: [web.yaml]',
          'a/base/web.yaml': base,
        }),
      );
      const deployed = { kind: 'image' as const, repository: 'r.io/orders' };
      expect(places.map(({ current }) => current)).toEqual([
        { ...deployed, tag: '1.7.1' },
      ]);
      expect(setVersion(base, places[0], { ...deployed, tag: '1.8.0' })).toBe(
        base.replace('1.7.1', '1.8.0'),
      );
    },
  );

  it('leaves out what the Application overrides', async () => {
    const { places } = await find({
      path,
      kustomize: { images: ['registry.example.com/billing-web:1.0.0'] },
    });
    expect(places.map(one => one.file)).not.toContain(`${path}/web-image.yaml`);
  });
});
