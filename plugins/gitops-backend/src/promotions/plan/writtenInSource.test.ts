import type { VersionPlace } from 'backstage-plugin-gitops-node';
import { deployment } from '../__testUtils__/samples';
import { movesOf, textOf } from './moves';
import type { Reader } from './reach';
import type { Snapshot } from './Snapshots';
import { withWritten, writtenOtherwise } from './writtenInSource';

const REPOSITORY = 'https://git.example.com/platform/gitops.git';

function place(
  current: VersionPlace['current'],
  given: Partial<VersionPlace> = {},
): VersionPlace {
  return {
    repository: REPOSITORY,
    ref: 'main',
    file: 'values/staging.yaml',
    document: 0,
    path: 'image.tag',
    locator: 'Helm values',
    current,
    scalars: {},
    ...given,
  };
}

const reader = (...places: VersionPlace[]): Reader => ({
  environment: 'staging',
  title: 'Staging',
  application: { instance: 'eu', namespace: 'argocd', name: 'orders-staging' },
  places: places.map(one => ({
    place: one,
    snapshot: { repository: { name: 'platform/gitops' } } as Snapshot,
  })),
});

describe('withWritten', () => {
  it('adds charts that are in no Application, as an umbrella has them', () => {
    const chart = (revision: string) =>
      place({
        kind: 'revision',
        revision,
        source: 'oci://registry.example.com/charts payments',
      });
    const listed = {
      source: 'https://git.example.com/app.git',
      revision: 'v1.3.0',
    };
    const given = { version: '1.5.0', images: [], revisions: [listed] };
    const readers = [
      reader(chart('1.5.0'), place({ ...listed, kind: 'revision' })),
      { ...reader(chart('1.6.0')), environment: 'dev' },
    ];
    const { revisions, ...others } = withWritten(given, readers, 'staging');
    expect(revisions).toHaveLength(2);
    const [{ to }] = movesOf([chart('1.4.2')], { ...others, revisions });
    expect(textOf(to)).toBe('1.5.0');
  });
});

describe('writtenOtherwise', () => {
  const IMAGE = 'registry.example.com/team/orders';
  const found = (
    current: Partial<Extract<VersionPlace['current'], { kind: 'image' }>>,
    images: string[],
    given: Partial<VersionPlace> = {},
  ) =>
    writtenOtherwise(
      [reader(place({ kind: 'image', repository: IMAGE, ...current }, given))],
      'staging',
      [
        deployment({
          instance: 'eu',
          namespace: 'argocd',
          name: 'orders-staging',
          images,
        }),
      ],
    );

  it.each([
    ['29111998', '2.9111998e+07'],
    ['3108617', '3.108617e+06'],
    ['1.10', '1.1'],
    ['0362525', '124245'],
    ['01443e5', '1.443e+08'],
    ['0x1f', '31'],
  ])(
    'tells that %s in a file became %s, as of a number without quotes',
    (tag, running) =>
      expect(found({ tag }, [`${IMAGE}:${running}`])).toEqual([
        {
          place: 'image.tag in values/staging.yaml',
          repository: 'platform/gitops',
          written: tag,
          running: [running],
          looksLikeNumber: true,
        },
      ]),
  );

  it('tells that another version runs than the file says, as where something overrides it', () =>
    expect(
      found({ tag: '1.4.0' }, [`mirror.example.com/orders:1.3.0`]),
    ).toMatchObject([
      { written: '1.4.0', running: ['1.3.0'], looksLikeNumber: false },
    ]));

  const [a, b] = ['aa', 'bb'].map(hex => `sha256:${hex.repeat(32)}`);

  it('tells that a tag was pushed again after its digest was pinned', () =>
    expect(
      found({ tag: '1.4.0', digest: a }, [`${IMAGE}:1.4.0@${b}`]),
    ).toHaveLength(1));

  it('tells Applications of one name in two instances apart', () => {
    const at = (instance: string, tag: string) => ({
      ...reader(place({ kind: 'image', repository: IMAGE, tag })),
      application: { instance, namespace: 'argocd', name: 'orders-staging' },
    });
    const runs = (instance: string, version: string) =>
      deployment({
        instance,
        namespace: 'argocd',
        name: 'orders-staging',
        images: [`${IMAGE}:${version}`],
      });
    expect(
      writtenOtherwise([at('eu', '1.4.0'), at('us', '1.5.0')], 'staging', [
        runs('eu', '1.4.0'),
        runs('us', '1.5.0'),
      ]),
    ).toEqual([]);
  });

  it.each<[string, Parameters<typeof found>]>([
    ['the same tag', [{ tag: '1.4.0' }, [`${IMAGE}:1.4.0@${a}`]]],
    [
      'one of several',
      [{ tag: '1.4.0' }, [`${IMAGE}:1.3.0`, `${IMAGE}:1.4.0`]],
    ],
    ['a tag beside a digest', [{ digest: a }, [`${IMAGE}:1.4.0`]]],
    ["the chart's own tag", [{ tag: '' }, [`${IMAGE}:1.4.0`]]],
    ['an image that does not run', [{ tag: '1.4.0' }, ['r.io/proxy:7']]],
    [
      'an image of another team',
      [{ tag: '1.4.0' }, ['registry.example.com/other/orders:2.0.0']],
    ],
    ['no image', [{ tag: '1.4.0' }, []]],
    [
      'a place in a Secret',
      [{ tag: '1.4.0' }, [`${IMAGE}:1.3.0`], { refusal: 'is a Secret' }],
    ],
  ])('claims nothing of %s', (_, given) => expect(found(...given)).toEqual([]));
});
