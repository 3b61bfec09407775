/**
 * Tells whether a text fits any of the patterns, in which `*` stands for any characters, also none.
 * Takes linear time, whatever the pattern.
 */
export function matcherOf(
  patterns: readonly string[],
): (text: string) => boolean {
  const split = patterns.map(pattern => pattern.split('*'));
  return text => split.some(parts => fits(parts, text));
}

/**
 * The first part begins the text, the last one ends it, those between follow one another: the
 * earliest place of each leaves the most room.
 */
function fits([first, ...others]: readonly string[], text: string): boolean {
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let end = first.length;
  for (const part of others) {
    const start = text.indexOf(part, end);
    if (start === -1) return false;
    end = start + part.length;
  }
  return text.length - last.length >= end && text.endsWith(last);
}
