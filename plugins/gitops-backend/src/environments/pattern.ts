/** Tells whether a text fits any of the patterns, in which `*` stands for any characters, also none. */
export function matcherOf(
  patterns: readonly string[],
): (text: string) => boolean {
  const expressions = patterns.map(pattern => {
    const literal = pattern
      .split('*')
      .map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    return new RegExp(`^${literal.join('.*')}$`, 's');
  });
  return text => expressions.some(expression => expression.test(text));
}
