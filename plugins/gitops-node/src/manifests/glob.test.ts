import { alternatives, matchesGlob } from './glob';

describe('matchesGlob', () => {
  it.each([
    ['apps/orders/config.json', 'apps/*/config.json', true],
    ['apps/team-a/orders/config.json', 'apps/*/config.json', true],
    ['apps/config.json', 'apps/*/config.json', false],
    ['a/b', '**', true],
    ['', '*', true],
    ['', '?', false],
    ['ab', 'a?', true],
    ['a1', 'a[0-9]', true],
    ['ax', 'a[0-9]', false],
    ['ax', 'a[!0-9]', true],
    ['a-', 'a[x-]', true],
    ['a*', 'a\\*', true],
    ['ab', 'a\\*', false],
    ['a[', 'a[', true],
    ['aab', '*ab', true],
    ['ab', 'ab*', true],
    ['abc', 'ab', false],
  ])('%j matches %j: %s', (text, pattern, isMatch) =>
    expect(matchesGlob(text, pattern)).toBe(isMatch),
  );

  it('finishes for any pattern', () => {
    const name = 'a'.repeat(4_000);
    expect(matchesGlob(name, `${'*a'.repeat(50)}*b`)).toBe(false);
  });
});

describe('alternatives', () => {
  it('expands braces', () =>
    expect(alternatives('config.{json,yaml}')).toEqual([
      'config.json',
      'config.yaml',
    ]));

  it('expands no more than people write', () => {
    for (const large of ['{a,b}'.repeat(40), '{1..99999}'])
      expect(alternatives(large)).toEqual([large]);
  });
});
