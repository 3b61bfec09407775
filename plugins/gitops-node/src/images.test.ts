import fc from 'fast-check';
import {
  contradictingImages,
  formatImage,
  imagesLike,
  isSameImage,
  isSameVersion,
  parseImage,
  versionOfImage,
} from './images';

const digest = `sha256:${'0af1'.repeat(16)}`;

describe('parseImage', () => {
  it.each([
    ['redis', { repository: 'redis' }],
    ['redis:7.4', { repository: 'redis', tag: '7.4' }],
    ['localhost:5000/redis', { repository: 'localhost:5000/redis' }],
    ['r.io:5000/a/b:1.0', { repository: 'r.io:5000/a/b', tag: '1.0' }],
    [`r.io/a@${digest}`, { repository: 'r.io/a', digest }],
    [`r.io:1/a:1.0@${digest}`, { repository: 'r.io:1/a', tag: '1.0', digest }],
  ])('takes %s apart', (reference, parts) =>
    expect(parseImage(reference)).toEqual(parts),
  );

  it('is undone by formatImage', () =>
    fc.assert(
      fc.property(
        fc.stringMatching(/^([a-z]{1,9}(:[0-9]{2,4})?\/)?[a-z/]{0,5}[a-z]$/),
        fc.option(fc.stringMatching(/^[\w][\w.-]{0,9}$/), { nil: undefined }),
        fc.constantFrom(undefined, digest),
        (repository, tag, pin) => {
          const text = formatImage({ repository, tag, digest: pin });
          expect(formatImage(parseImage(text))).toBe(text);
          expect(parseImage(text)).toEqual(
            JSON.parse(JSON.stringify({ repository, tag, digest: pin })),
          );
        },
      ),
    ));
});

describe('versionOfImage', () => {
  it.each([
    ['nginx', 'latest'],
    ['nginx:1.27', '1.27'],
    ['registry.example.com:5000/team/app', 'latest'],
    ['registry.example.com:5000/team/app:2.0.0-rc.1', '2.0.0-rc.1'],
    [`registry.example.com/app@${digest}`, 'sha256:0af10af10af1'],
    [`registry.example.com/app:1.2.3@${digest}`, '1.2.3'],
  ])('calls %s %s', (image, version) =>
    expect(versionOfImage(image)).toBe(version),
  );
});

describe('isSameVersion', () => {
  it('compares digests where both have one, and tags otherwise', () => {
    const other = digest.replace('0', '1');
    expect(isSameVersion(`a:1@${digest}`, `a:1@${other}`)).toBe(false);
    expect(isSameVersion(`a:1@${digest}`, `a:2@${digest}`)).toBe(true);
    expect(isSameVersion(`a:1@${digest}`, 'a:1')).toBe(true);
  });
});

describe('isSameImage', () => {
  it.each([
    ['mirror.local/team/payments:1.4.0', 'prod.example.com/team/payments'],
    ['123.dkr.ecr.example.com/dockerhub/orders:1.4.0', 'reg/orders'],
    ['localhost:5000/web', 'docker.io/library/web'],
    ['payments', 'registry.example.com/team/payments:2'],
  ])('takes %s and %s for one image', (a, b) => {
    expect(isSameImage(a, b)).toBe(true);
    expect(isSameImage(b, a)).toBe(true);
  });

  it.each([
    ['registry.example.com/orders', 'registry.example.com/orders-migrate'],
    ['team/web', 'web/team'],
    ['r.io/a/myorders', 'r.io/a/orders'],
  ])('tells %s from %s', (a, b) => expect(isSameImage(a, b)).toBe(false));
});

describe('imagesLike', () => {
  it('finds an image and its mirrors, and not another of the same last name', () => {
    const images = [
      'prod.example.com/a/web:1.5.0',
      'mirror.local/a/web:1.4.0',
      'prod.example.com/b/web:2.0.0',
    ];
    expect(imagesLike(images, 'prod.example.com/a/web')).toEqual(
      images.slice(0, 2),
    );
    expect(imagesLike(images, 'staging.example.com/b/web')).toEqual([
      images[2],
    ]);
  });

  it('takes the longest common end where no path agrees', () => {
    const images = ['mirror/quay/team/web:1', 'mirror/hub/web:2', 'redis:7'];
    expect(imagesLike(images, 'quay.io/org/team/web')).toEqual([images[0]]);
    expect(imagesLike(images, 'registry.example.com/postgres')).toEqual([]);
    expect(imagesLike([], 'web')).toEqual([]);
  });
});

describe('contradictingImages', () => {
  it('names two that can not be one', () => {
    expect(contradictingImages(['r.io/a/web:1', 'r.io/b/web:1'])).toEqual([
      'r.io/a/web',
      'r.io/b/web',
    ]);
    expect(
      contradictingImages(['r.io/a/web:1', 'mirror.io/a/web:2', 'web']),
    ).toBeUndefined();
  });
});
