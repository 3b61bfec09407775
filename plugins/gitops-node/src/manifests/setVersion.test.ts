import { parseImage } from '../images';
import { setVersion } from './setVersion';
import type { Version, VersionPlace } from './VersionPlace';

const old = `sha256:${'0'.repeat(64)}`;
const digest = `sha256:${'a'.repeat(64)}`;

function placeOf(
  current: Version,
  scalars: VersionPlace['scalars'],
): VersionPlace {
  return {
    repository: 'https://git.example.com/platform/gitops.git',
    ref: 'main',
    file: 'values.yaml',
    document: 0,
    path: 'image',
    locator: 'a test',
    current,
    scalars,
  };
}

function image(version: Pick<Version & { kind: 'image' }, 'tag' | 'digest'>) {
  return { kind: 'image' as const, repository: 'other.io/orders', ...version };
}

describe('setVersion', () => {
  const current = image({ tag: '1.0.0' });
  const tagged = placeOf(current, { tag: ['tag'] });

  it('sets a tag and leaves the digest of what runs out', () =>
    expect(
      setVersion('tag: 1.0.0 # c\n', tagged, image({ tag: '1.10', digest })),
    ).toBe('tag: "1.10" # c\n'));

  it('sets a digest, and the tag beside it', () => {
    const pinned = image({ tag: '1.0.0', digest: old });
    const place = placeOf(pinned, { tag: ['newTag'], digest: ['digest'] });
    const text = `newTag: 1.0.0\ndigest: ${old}\n`;
    expect(setVersion(text, place, image({ tag: '1.1.0', digest }))).toBe(
      `newTag: 1.1.0\ndigest: ${digest}\n`,
    );
    expect(setVersion(text, place, image({ digest }))).toBe(
      `newTag: 1.0.0\ndigest: ${digest}\n`,
    );
  });

  it.each([
    ['r.io:5000/orders:1.0.0', { tag: '1.1.0', digest }, ':1.1.0'],
    [`r.io:5000/orders@${old}`, { tag: '1.1.0', digest }, `@${digest}`],
    [
      `r.io:5000/orders:1.0.0@${old}`,
      { tag: '1.1.0', digest },
      `:1.1.0@${digest}`,
    ],
    [`r.io:5000/orders:1.0.0@${old}`, { digest }, `@${digest}`],
  ])('sets the reference %s to %j', (reference, to, expected) => {
    const parts = parseImage(reference);
    const place = placeOf(
      { kind: 'image', ...parts },
      { reference: ['image'] },
    );
    expect(setVersion(`image: "${reference}"\n`, place, image(to))).toBe(
      `image: "r.io:5000/orders${expected}"\n`,
    );
  });

  it('sets a tag that has its digest with it', () =>
    expect(
      setVersion(
        `tag: 1.0.0@${old}\n`,
        placeOf(image({ tag: '1.0.0', digest: old }), { tag: ['tag'] }),
        image({ tag: '1.1.0', digest }),
      ),
    ).toBe(`tag: 1.1.0@${digest}\n`));

  it('sets a revision', () =>
    expect(
      setVersion(
        'targetRevision: 1.0.0\n',
        placeOf(
          { kind: 'revision', revision: '1.0.0' },
          { revision: ['targetRevision'] },
        ),
        { kind: 'revision', revision: '1.1.0' },
      ),
    ).toBe('targetRevision: 1.1.0\n'));

  it('refuses what a place can not take', () => {
    expect(() =>
      setVersion('tag: 1.0.0\n', tagged, { kind: 'revision', revision: '2' }),
    ).toThrow('image in values.yaml holds an image, no revision');
    expect(() => setVersion('tag: 1.0.0\n', tagged, image({ digest }))).toThrow(
      'image in values.yaml holds a tag, and what runs is known by its digest only',
    );
    expect(() =>
      setVersion(
        `image: orders@${old}\n`,
        placeOf(image({ digest: old }), { reference: ['image'] }),
        image({ tag: '1.1.0' }),
      ),
    ).toThrow('image in values.yaml pins a digest');
    expect(() =>
      setVersion(
        'v: 1\n',
        placeOf({ kind: 'revision', revision: '1' }, { revision: ['v'] }),
        image({ tag: '1.1.0' }),
      ),
    ).toThrow('image in values.yaml holds a revision, no image');
    expect(() => setVersion('{}', tagged, image({ tag: '2' }))).toThrow(
      'There is no tag in values.yaml',
    );
  });
});
