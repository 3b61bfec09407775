import fc from 'fast-check';
import { imageReference, parseImageReference } from './imageReference';

const digest = `sha256:${'0af1'.repeat(16)}`;

describe('parseImageReference', () => {
  it.each([
    ['redis', { repository: 'redis' }],
    ['redis:7.4', { repository: 'redis', tag: '7.4' }],
    ['localhost:5000/redis', { repository: 'localhost:5000/redis' }],
    ['r.io:5000/a/b:1.0', { repository: 'r.io:5000/a/b', tag: '1.0' }],
    [`r.io/a@${digest}`, { repository: 'r.io/a', digest }],
    [`r.io:1/a:1.0@${digest}`, { repository: 'r.io:1/a', tag: '1.0', digest }],
  ])('takes %s apart', (reference, parts) =>
    expect(parseImageReference(reference)).toEqual(parts),
  );

  it('is undone by imageReference', () =>
    fc.assert(
      fc.property(
        fc.stringMatching(/^([a-z]{1,9}(:[0-9]{2,4})?\/)?[a-z/]{0,5}[a-z]$/),
        fc.option(fc.stringMatching(/^[\w][\w.-]{0,9}$/), { nil: undefined }),
        fc.constantFrom(undefined, digest),
        (repository, tag, pin) => {
          const text = imageReference({ repository, tag, digest: pin });
          expect(imageReference(parseImageReference(text))).toBe(text);
          expect(parseImageReference(text)).toEqual(
            JSON.parse(JSON.stringify({ repository, tag, digest: pin })),
          );
        },
      ),
    ));
});
