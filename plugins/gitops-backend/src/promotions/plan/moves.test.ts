import type { VersionPlace } from 'backstage-plugin-gitops-node';
import { isChange, Move, movesOf, textOf, versionsMoved } from './moves';

const REPOSITORY = 'https://git.example.com/platform/gitops.git';

function place(
  current: VersionPlace['current'],
  given: Partial<VersionPlace> = {},
): VersionPlace {
  return {
    repository: REPOSITORY,
    ref: 'main',
    file: 'apps/orders/envs/production/kustomization.yaml',
    document: 0,
    path: 'images[0].newTag',
    locator: 'kustomize',
    current,
    scalars: {},
    ...given,
  };
}

const image = (repository: string, tag: string) =>
  ({ kind: 'image', repository, tag } as const);

const orders = place(image('registry.example.com/orders', '1.4.0'));

function candidates(
  images: string[],
  revisions: { source: string; revision: string }[] = [],
) {
  return { version: '1.5.0', images, revisions };
}

describe('movesOf', () => {
  it('moves the image that has the version of the service', () => {
    expect(
      movesOf([orders], candidates(['registry.example.com/orders:1.5.0'])),
    ).toEqual([
      { place: orders, to: image('registry.example.com/orders', '1.5.0') },
    ]);
  });

  it('leaves a sidecar with a version of its own', () => {
    const proxy = place(image('registry.example.com/proxy', '7.0.0'));
    const moves = movesOf(
      [orders, proxy],
      candidates([
        'registry.example.com/orders:1.5.0',
        'registry.example.com/proxy:7.1.0',
      ]),
    );
    expect(moves.map(move => move.place)).toEqual([orders]);
  });

  it('takes along what has the same version, such as the image of its migration', () => {
    const migrate = place(
      image('registry.example.com/orders-migrate', '1.4.0'),
    );
    expect(
      movesOf(
        [orders, migrate],
        candidates([
          'registry.example.com/orders:1.5.0',
          'registry.example.com/orders-migrate:1.5.0',
        ]),
      ),
    ).toHaveLength(2);
  });

  it('goes back with each image by its own name, whatever version it had', () => {
    const worker = place(image('registry.example.com/worker', '2.0.0'));
    const web = place(image('registry.example.com/web', '2.0.0'));
    const moves = movesOf([web, worker], {
      ...candidates([
        'registry.example.com/web:1.0.0',
        'registry.example.com/worker:1.1.0',
      ]),
      isRollback: true,
    });
    expect(moves.map(({ to }) => textOf(to))).toEqual(['1.0.0', '1.1.0']);
  });

  it('keeps the registry of the target, which each environment may have of its own', () => {
    const own = place(
      image('production.example.com:5000/team/orders', '1.4.0'),
    );
    expect(
      movesOf([own], candidates(['staging.example.com/orders:1.5.0'])),
    ).toEqual([
      {
        place: own,
        to: image('production.example.com:5000/team/orders', '1.5.0'),
      },
    ]);
  });

  it('prefers the image of just this repository to one that is called alike', () => {
    const [move] = movesOf(
      [orders],
      candidates([
        'mirror.example.com/orders:1.5.0@sha256:aa',
        'registry.example.com/orders:1.5.0@sha256:bb',
      ]),
    );
    expect(move.to).toMatchObject({ digest: 'sha256:bb' });
  });

  it('moves an image that production gets from a mirror or a pull-through cache', () => {
    for (const [here, there] of [
      ['mirror.local/team/payments', 'prod.example.com/team/payments'],
      ['123.dkr.ecr.example.com/dockerhub/orders', 'reg/orders'],
    ])
      expect(
        movesOf([place(image(here, '1.4.0'))], candidates([`${there}:1.5.0`])),
      ).toMatchObject([{ to: image(here, '1.5.0') }]);
  });

  it('gives each place the digest of its own image where two have the same last name', () => {
    const web = place({
      ...image('prod.example.com/b/web', '1.4.0'),
      digest: 'sha256:old',
    });
    const [{ to }] = movesOf(
      [web],
      candidates([
        'registry.example.com/a/web:1.5.0@sha256:aaa',
        'registry.example.com/b/web:1.5.0@sha256:bbb',
      ]),
    );
    expect(to).toMatchObject({ digest: 'sha256:bbb' });
  });

  it('never moves one of two images of the same last name by the version of the other', () => {
    const places = ['a', 'b'].map(team =>
      place(image(`prod.example.com/${team}/web`, '1.4.0')),
    );
    for (const images of [
      ['dev.example.com/a/web:1.5.0'],
      ['dev.example.com/a/web:1.5.0', 'dev.example.com/b/web:2.0.0'],
    ])
      expect(
        movesOf(places, candidates(images)).map(move => move.place),
      ).toEqual([places[0]]);
  });

  it('moves just one of two images that differ in their team, however alike they are called', () => {
    const [shop, billing] = [
      place(image('ghcr.io/shop/api', '1.4.0')),
      place(image('ghcr.io/billing/api', '2.0.0'), {
        path: 'images[1].newTag',
      }),
    ];
    const running = ['ghcr.io/shop/api:1.5.0', 'ghcr.io/billing/api:2.0.0'];
    for (const places of [
      [shop, billing],
      [billing, shop],
    ])
      expect(movesOf(places, candidates(running))).toEqual([
        { place: shop, to: image('ghcr.io/shop/api', '1.5.0') },
      ]);
    expect(movesOf([billing], candidates(running))).toEqual([]);
  });

  it('leaves an empty tag empty, unless it is that of the image which runs', () => {
    const empty = (repository: string) =>
      place(image(repository, ''), { path: 'argocdCli.image.tag' });
    const own = empty('registry.example.com/orders');
    expect(
      movesOf(
        [own, empty('quay.io/org/cli'), empty('quay.io/org/orders')],
        candidates([
          'registry.example.com/orders:1.5.0',
          'registry.example.com/shop/cli:1.5.0',
        ]),
      ).map(move => move.place.current),
    ).toEqual([own.current, image('quay.io/org/orders', '')]);
  });

  it('refuses what may be either of two images, and names both', () => {
    const pinned = place({
      ...image('prod.example.com/web', '1.4.0'),
      digest: 'sha256:old',
    });
    const both = [
      'registry.example.com/a/web:1.5.0@sha256:aaa',
      'registry.example.com/b/web:1.5.0@sha256:bbb',
    ];
    expect(() => movesOf([pinned], candidates(both))).toThrow(
      'registry.example.com/a/web and registry.example.com/b/web have the same name, so it is not clear which one is meant at images[0].newTag in apps/orders/envs/production/kustomization.yaml',
    );
    const twoPlaces = ['x/web', 'y/web'].map(one => place(image(one, '1.4.0')));
    expect(() =>
      movesOf(twoPlaces, candidates(['registry.example.com/web:1.5.0'])),
    ).toThrow('x/web and y/web have the same name');
    // They would write the same
    expect(
      movesOf(
        [place(image('prod.example.com/web', '1.4.0'))],
        candidates(both),
      ),
    ).toHaveLength(1);
  });

  it('moves tag and digest together', () => {
    const [{ to }] = movesOf(
      [orders],
      candidates(['registry.example.com/orders:1.5.0@sha256:0a1b']),
    );
    expect(to).toEqual({
      ...image('registry.example.com/orders', '1.5.0'),
      digest: 'sha256:0a1b',
    });
  });

  it('moves nothing where no version is known', () => {
    expect(
      movesOf([orders], { version: '', images: [], revisions: [] }),
    ).toEqual([]);
  });

  it('moves the revision of the same chart, or the only one there is', () => {
    const chart = place(
      { kind: 'revision', revision: '2.0.0' },
      { repository: 'https://charts.example.com' },
    );
    const wanted = { source: chart.repository, revision: '2.1.0' };
    const other = { source: 'https://other.example.com', revision: '9' };
    const to = { kind: 'revision', revision: '2.1.0' };
    expect(movesOf([chart], candidates([], [other, wanted]))).toEqual([
      { place: chart, to },
    ]);
    expect(
      movesOf([chart], candidates([], [{ ...wanted, source: 'mirror' }])),
    ).toEqual([{ place: chart, to }]);
    expect(
      movesOf(
        [chart],
        candidates([], [other, { ...other, source: 'another' }]),
      ),
    ).toEqual([]);
  });

  it('moves each base of another repository by its folder, or by the only version of that repository', () => {
    const base = (folder: string, revision: string) =>
      place({
        kind: 'revision',
        revision,
        source: `https://git.example.com/shop/orders${folder}`,
      });
    const inSource = (...written: [string, string][]) =>
      candidates(
        [],
        written.map(([folder, revision]) => ({
          source: `https://git.example.com/shop/orders${folder}`,
          revision,
        })),
      );
    const both = [
      base('//config/default', 'v1.4.0'),
      base('//config/dashboards', 'v1.1.0'),
    ];
    expect(
      movesOf(
        both,
        inSource(
          ['//config/dashboards', 'v1.2.0'],
          ['//config/default', 'v1.5.0'],
        ),
      ).map(({ to }) => textOf(to)),
    ).toEqual(['v1.5.0', 'v1.2.0']);
    const production = base('//deploy/production', 'v1.4.0');
    const staging: [string, string] = ['//deploy/staging', 'v1.5.0'];
    expect(
      movesOf([production], inSource(staging)).map(({ to }) => textOf(to)),
    ).toEqual(['v1.5.0']);
    expect(
      movesOf([production], inSource(staging, ['//other', 'v2.0.0'])),
    ).toEqual([]);
  });

  it("leaves a base alone whose folder the source has not, beside another one's that it has", () => {
    const bases = 'https://git.example.com/shop/bases//';
    const base = (folder: string, revision: string) =>
      place({ kind: 'revision', revision, source: `${bases}${folder}` });
    const inSource = candidates(
      [],
      [{ source: `${bases}orders`, revision: 'v1.5.0' }],
    );
    const orders140 = base('orders', 'v1.4.0');
    const monitoring = base('monitoring', 'v0.3.0');
    expect(
      movesOf([orders140, monitoring], inSource).map(one => one.place),
    ).toEqual([orders140]);
    expect(movesOf([base('web', 'v1.4.0'), monitoring], inSource)).toEqual([]);
  });

  it('writes no version of a chart into a Git source, nor the other way round', () => {
    const app = place({
      kind: 'revision',
      revision: 'v1.2.0',
      source: 'https://git.example.com/app.git',
    });
    const redis = place({
      kind: 'revision',
      revision: '18.0.0',
      source: 'https://charts.example.com redis',
    });
    const moved = { source: 'https://charts.example.com redis' };
    expect(
      movesOf([app, redis], candidates([], [{ ...moved, revision: '19.1.0' }])),
    ).toEqual([{ place: redis, to: { ...redis.current, revision: '19.1.0' } }]);
  });

  it('finds the same chart in another registry, and the only Git source', () => {
    const chart = (repository: string, name: string) => `${repository} ${name}`;
    const redis = place({
      kind: 'revision',
      revision: '18.0.0',
      source: chart('oci://prod.example.com/charts', 'redis'),
    });
    const git = place({
      kind: 'revision',
      revision: 'v1.2.0',
      source: 'https://git.example.com/app.git',
    });
    const revisions = [
      { source: chart('oci://dev.example.com/x', 'redis'), revision: '19.1.0' },
      { source: chart('oci://dev.example.com/x', 'etcd'), revision: '7.0.0' },
      { source: 'https://mirror.example.com/app.git', revision: 'v1.3.0' },
    ];
    expect(
      movesOf([redis, git], candidates([], revisions)).map(({ to }) =>
        textOf(to),
      ),
    ).toEqual(['19.1.0', 'v1.3.0']);
    const another = place({
      kind: 'revision',
      revision: 'v1.2.0',
      source: 'https://git.example.com/b.git',
    });
    expect(movesOf([git, another], candidates([], revisions))).toEqual([]);
  });
});

describe('versionsMoved', () => {
  it('names an image once, however many files have it', () => {
    const moves: Move[] = ['a.yaml', 'b.yaml'].map(file => ({
      place: { ...orders, file },
      to: image('registry.example.com/orders', '1.5.0'),
    }));
    expect(versionsMoved(moves)).toEqual([
      { name: 'registry.example.com/orders', from: '1.4.0', to: '1.5.0' },
    ]);
  });

  it('tells the digests where they are written, and only there', () => {
    const { repository } = image('registry.example.com/orders', '');
    const to = { ...image(repository, '1.5.0'), digest: 'sha256:new' };
    const moved = (current: VersionPlace['current']) =>
      versionsMoved([{ place: place(current), to }]);
    const pinned = { ...image(repository, '1.4.0'), digest: 'sha256:old' };
    expect(moved(pinned)).toEqual([
      {
        name: repository,
        from: '1.4.0',
        to: '1.5.0',
        fromDigest: 'sha256:old',
        toDigest: 'sha256:new',
      },
    ]);
    expect(moved(image(repository, '1.4.0'))).toEqual([
      { name: repository, from: '1.4.0', to: '1.5.0' },
    ]);
  });

  it('names the repository of a revision', () => {
    const chart = place({ kind: 'revision', revision: '2.0.0' });
    expect(
      versionsMoved([
        { place: chart, to: { kind: 'revision', revision: '3' } },
      ]),
    ).toEqual([{ name: REPOSITORY, from: '2.0.0', to: '3' }]);
  });
});

describe('isChange', () => {
  it('tells what has the version already', () => {
    const to = (tag: string) => image('registry.example.com/orders', tag);
    expect(isChange({ place: orders, to: to('1.5.0') })).toBe(true);
    expect(isChange({ place: orders, to: to('1.4.0') })).toBe(false);
  });

  it('sees that a tag was pushed again: its digest is another', () => {
    const pinned = place({
      ...image('registry.example.com/orders', '1.5.0'),
      digest: 'sha256:aa',
    });
    const to = {
      ...image('registry.example.com/orders', '1.5.0'),
      digest: 'sha256:bb',
    };
    expect(isChange({ place: pinned, to })).toBe(true);
    expect(
      isChange({ place: pinned, to: { ...to, digest: 'sha256:aa' } }),
    ).toBe(false);
    const digestOnly = place({
      kind: 'image',
      repository: 'registry.example.com/orders',
      digest: 'sha256:bb',
    });
    expect(isChange({ place: digestOnly, to })).toBe(false);
    // The place has no digest to change
    expect(isChange({ place: orders, to: { ...to, tag: '1.4.0' } })).toBe(
      false,
    );
  });
});

describe('textOf', () => {
  it('is the tag, else the digest', () => {
    expect(textOf(image('orders', '1.5.0'))).toBe('1.5.0');
    expect(
      textOf({ kind: 'image', repository: 'orders', digest: 'sha256:aa' }),
    ).toBe('sha256:aa');
    expect(textOf({ kind: 'image', repository: 'orders' })).toBe('latest');
    expect(textOf({ kind: 'revision', revision: 'v2' })).toBe('v2');
  });
});
