import { application, gitopsFiles, searchIn } from '../__testUtils__/filesOf';
import { setVersion } from '../setVersion';
import type { ManifestSource } from '../VersionPlace';
import { kustomizeManifests } from './kustomizeManifests';

const path = 'apps/billing/envs/staging';

async function find(source: Partial<ManifestSource>) {
  const search = searchIn(gitopsFiles());
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
          .replace(/web:2\.0\.0/, 'web:5.0.0'),
      );
    }
  });

  it('says what it saw and why it is not edited', async () => {
    const { misses } = await find({ path });
    expect(misses).toEqual(
      expect.arrayContaining([
        `the image in patches[2].patch of ${path}/kustomization.yaml, which is a block of text: a patch in a file of its own can be edited`,
        'images in apps/billing/components/debug/image.yaml, which other environments may share',
      ]),
    );
  });

  it('leaves out what the Application overrides', async () => {
    const { places } = await find({
      path,
      kustomize: { images: ['registry.example.com/billing-web:1.0.0'] },
    });
    expect(places.map(one => one.file)).not.toContain(`${path}/web-image.yaml`);
  });
});
