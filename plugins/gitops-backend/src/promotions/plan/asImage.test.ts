import type { VersionPlace } from 'backstage-plugin-gitops-node';
import { asImage } from './asImage';

const place: VersionPlace = {
  repository: 'https://git.example.com/platform/gitops.git',
  ref: 'main',
  file: 'apps/orders/production.json',
  document: 0,
  path: 'version',
  locator: 'annotation gitops/version-places',
  current: { kind: 'revision', revision: '1.4.0' },
  scalars: { revision: ['version'] },
};
const orders = 'registry.example.com/orders';
const follows = (targetRevision: string) => [
  { repository: 'https://charts.example.com', targetRevision },
];
const chart = { source: 'https://charts.example.com', revision: '9.0.0' };

function asked(
  given: {
    images?: string[];
    targetRevision?: string;
    revisions?: { source: string; revision: string }[];
  } = {},
  of = place,
) {
  const { images = [`${orders}:1.4.0`], revisions = [] } = given;
  return asImage(
    of,
    { images, sources: follows(given.targetRevision ?? 'main') },
    {
      version: '1.5.0',
      images: ['staging.example.com/orders:1.5.0', 'r.io/proxy:7.0.0'],
      revisions,
    },
  );
}

describe('an annotated value that is not called a tag', () => {
  it('is that of the image which runs with it in the target', () => {
    const image = {
      ...place,
      current: { kind: 'image', repository: orders, tag: '1.4.0' },
      scalars: { tag: ['version'] },
    };
    expect(asked()).toEqual(image);
    expect(asked({ revisions: [chart] })).toEqual(image);
  });

  it('is that of the promoted image where nothing else has a version', () => {
    for (const images of [[], ['r.io/proxy:1.4.0']])
      expect(asked({ images }).current).toMatchObject({
        kind: 'image',
        repository: 'staging.example.com/orders',
      });
    expect(asked({ images: [`${orders}:1.3.0`] }).current).toMatchObject({
      kind: 'image',
      repository: orders,
    });
  });

  it('stays a revision where it may be that of a source', () => {
    expect(asked({ images: [], revisions: [chart] })).toBe(place);
    expect(asked({ targetRevision: '1.4.0' })).toBe(place);
  });

  it('is left alone where it was found otherwise', () => {
    const found = { ...place, locator: 'Application manifest' };
    expect(asked({}, found)).toBe(found);
  });
});

describe('a tag without the name of its image', () => {
  const tag: VersionPlace = {
    ...place,
    locator: 'Helm values',
    path: 'image.tag',
    current: { kind: 'image', repository: 'service-chart', tag: '1.4.0' },
    scalars: { tag: ['image', 'tag'] },
    isNameGuessed: true,
  };
  const named = (repository: string) => ({
    ...tag,
    current: { ...tag.current, repository },
  });

  it('is that of the promoted image which runs with it in the target', () => {
    expect(asked({}, tag)).toEqual(named(orders));
  });

  it('keeps the guess where it is a promoted image, or nothing promoted runs with the tag', () => {
    const guess = named('orders');
    expect(asked({ images: ['r.io/shop/orders:1.4.0'] }, guess)).toBe(guess);
    expect(asked({ images: [`${orders}:1.3.0`] }, tag)).toBe(tag);
    expect(asked({ images: ['r.io/proxy:1.4.0'] }, tag)).toBe(tag);
  });

  it('keeps a name that was written', () => {
    const written = { ...tag, isNameGuessed: undefined };
    expect(asked({}, written)).toBe(written);
  });
});
