import {
  application,
  filesOf,
  GITOPS,
  gitopsFiles,
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
  of = application({ path: 'apps/orders/envs/staging' }),
) {
  return annotatedPlaces(of, annotation, { files: () => files, values });
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
    const [place] = await find(`a.yaml#${path}`, filesOf({ 'a.yaml': text }));
    expect(place.current).toEqual({ kind: 'image', ...image });
    expect(Object.keys(place.scalars).sort()).toEqual([...scalars].sort());
  });

  it('takes what else there is for a revision, in whichever document has it', async () =>
    expect(
      await find(
        'environments/staging/apps/charts.yaml#spec.sources[0].targetRevision',
      ),
    ).toMatchObject([
      { document: 1, current: { kind: 'revision', revision: '9.2.10' } },
    ]));

  it('is from the first repository that is in Git', async () => {
    const files = filesOf({ 'a.yaml': 'tag: 1' });
    const charts = { repoURL: 'https://charts.example.com', chart: 'a' };
    const values1 = { repoURL: `${GITOPS}1`, ref: 'values' };
    const parent = { name: 'p', sources: [{ repoURL: `${GITOPS}2` }] };
    const of = (sources: Parameters<typeof application>[0], others = {}) =>
      find('a.yaml#tag', files, application(sources, others));
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
    ['none.yaml#a', /^none\.yaml does not exist, which the annotation/],
    ['{constructor}#a', /^\{constructor\} does not exist/],
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
});
