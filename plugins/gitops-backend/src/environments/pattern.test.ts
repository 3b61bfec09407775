import fc from 'fast-check';
import { matcherOf } from './pattern';

describe('a pattern', () => {
  it.each([
    ['dev', 'dev', true],
    ['dev', 'dev2', false],
    ['dev', 'Dev', false],
    ['*', '', true],
    ['*', 'anything\nat all', true],
    ['*-dev', 'orders-dev', true],
    ['*-dev', '-dev', true],
    ['*-dev', 'orders-dev-eu', false],
    ['dev-*', 'dev-', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*bc*bc', 'abc', false],
    ['a*bc*bc', 'a-bc-bcbc', true],
    ['a**b', 'ab', true],
    ['', '', true],
    ['', 'a', false],
    ['https://a.b?c', 'https://a.b?c', true],
    ['https://a.b', 'https://axb', false],
    ['[a-z]+', 'abc', false],
    ['$&', '$&', true],
  ])('%j on %j: %p', (pattern, text, isFit) => {
    expect(matcherOf([pattern])(text)).toBe(isFit);
  });

  it('is one of a list', () => {
    const fits = matcherOf(['dev', 'test-*']);
    expect(['dev', 'test-1', 'qa'].map(fits)).toEqual([true, true, false]);
    expect(matcherOf([])('')).toBe(false);
  });

  it('fits what a regular expression fits', () => {
    const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 10 });
    const pattern = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (parts, letters) => {
        const expression = new RegExp(
          `^${parts.join('').replace(/\*/g, '.*')}$`,
        );
        expect(matcherOf([parts.join('')])(letters.join(''))).toBe(
          expression.test(letters.join('')),
        );
      }),
    );
  });

  it('never takes long, where a regular expression would not end', () => {
    const text = `${'a'.repeat(50_000)}c`;
    expect(matcherOf([`${'a*'.repeat(200)}b`])(text)).toBe(false);
    expect(matcherOf([`${'*a'.repeat(200)}*`])(text)).toBe(true);
  });
});
