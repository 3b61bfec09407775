import type { VersionPlace } from 'backstage-plugin-gitops-node';
import type { Edit } from './changes';
import { Reader, reachOf } from './reach';
import type { Snapshot } from './Snapshots';

const at = (branch: string, url = 'https://git.example.com/platform/gitops') =>
  ({
    repository: { url, name: 'platform/gitops' },
    branch,
  } as Snapshot);

function place(given: Partial<VersionPlace> = {}): VersionPlace {
  return {
    repository: 'https://git.example.com/platform/gitops.git',
    ref: 'main',
    file: 'values/common.yaml',
    document: 0,
    path: 'image.tag',
    locator: 'Helm values',
    current: { kind: 'image', repository: 'orders', tag: '1.4.0' },
    scalars: { tag: ['image', 'tag'] },
    ...given,
  };
}

const nowhereElse = () => 0;

const edit: Edit = {
  move: { place: place(), to: place().current },
  snapshot: at('main'),
  text: '',
};

const reader = (
  environment: string,
  ...places: [VersionPlace, Snapshot?][]
): Reader => ({
  environment,
  title: environment.toUpperCase(),
  application: {
    instance: 'eu',
    namespace: 'argocd',
    name: `orders-${environment}`,
  },
  places: places.map(([one, snapshot = at('main')]) => ({
    place: one,
    snapshot,
  })),
});

describe('reachOf', () => {
  it('names the environments that take their version from the place that is edited', () => {
    const readers = [
      reader('dev', [place({ file: 'values/dev.yaml' })]),
      reader('staging', [place()]),
      // The default branch has two names, and a repository has two addresses
      reader('production', [
        place({ ref: '', repository: 'git@git.example.com:platform/gitops' }),
      ]),
    ];
    expect(reachOf([edit], readers, nowhereElse)).toEqual([
      {
        place: 'image.tag in values/common.yaml',
        repository: 'platform/gitops',
        environments: ['STAGING', 'PRODUCTION'],
        applications: ['orders-staging', 'orders-production'],
      },
    ]);
  });

  it('counts a place that is not edited for the other environment', () =>
    expect(
      reachOf(
        [edit],
        [reader('production', [place({ refusal: 'shared' })])],
        nowhereElse,
      ),
    ).toHaveLength(1));

  it.each<[string, VersionPlace, Snapshot]>([
    ['another branch', place(), at('production')],
    ['another repository', place(), at('main', 'https://git.example.com/b')],
    ['another document', place({ document: 1 }), at('main')],
    [
      'another key',
      place({ scalars: { tag: ['worker', 'image', 'tag'] } }),
      at('main'),
    ],
  ])('leaves out what reads %s', (_, other, snapshot) =>
    expect(
      reachOf([edit], [reader('production', [other, snapshot])], nowhereElse),
    ).toEqual([]),
  );

  it('tells of a shared place which readers could not be read', () => {
    const broken = {
      ...reader('staging'),
      unreadable: 'orders.yaml: bad indent',
    };
    const shared: Edit = {
      ...edit,
      move: { ...edit.move, place: place({ isShared: true }) },
    };
    expect(reachOf([shared], [broken], nowhereElse)).toMatchObject([
      { environments: [], unread: ['orders-staging: orders.yaml: bad indent'] },
    ]);
    expect(reachOf([edit], [broken], nowhereElse)).toEqual([]);
  });

  it('sees that a tag and a digest beside it are one place', () => {
    const pinned = place({
      path: 'image.digest',
      scalars: { digest: ['image', 'digest'], tag: ['image', 'tag'] },
    });
    expect(
      reachOf([edit], [reader('production', [pinned])], nowhereElse),
    ).toHaveLength(1);
  });
});
