import { braceExpand } from 'minimatch';

/**
 * Alternatives of a pattern with braces: `config.{json,yaml}`. One that has more than people write
 * is taken as it is.
 */
export function alternatives(pattern: string): string[] {
  const count = (sign: string) => pattern.split(sign).length - 1;
  const isLarge = count('{') > 4 || count(',') > 20 || pattern.includes('..');
  return isLarge ? [pattern] : braceExpand(pattern);
}

/**
 * Whether a pattern with `*`, `?` and `[a-z]` matches a whole text. A star stands for any
 * characters, slashes included. It takes linear time for each star at most: a regular expression
 * takes minutes for a hostile pattern.
 */
export function matchesGlob(text: string, pattern: string): boolean {
  const parts = partsOf(pattern);
  let part = 0;
  let star = -1;
  let retryAt = 0;
  for (let index = 0; index < text.length; ) {
    const now = parts[part];
    if (now === '*') {
      star = part;
      retryAt = index;
      part += 1;
    } else if (now !== undefined && matchesPart(text[index], now)) {
      part += 1;
      index += 1;
    } else if (star >= 0) {
      retryAt += 1;
      index = retryAt;
      part = star + 1;
    } else return false;
  }
  return parts.slice(part).every(one => one === '*');
}

/** Characters, `?`, `*`, and sets in brackets. */
function partsOf(pattern: string): string[] {
  return (
    pattern
      .match(/\[[!^]?[^\]]+\]|\\.|\*+|[^]/g)
      ?.map(one => (/^\*+$/.test(one) ? '*' : one)) ?? []
  );
}

function matchesPart(character: string, part: string): boolean {
  if (part === '?') return true;
  if (part.length === 1) return part === character;
  if (part.startsWith('\\')) return part[1] === character;
  const isNegated = /^\[[!^]/.test(part);
  const set = part.slice(isNegated ? 2 : 1, -1);
  return isInSet(character, set) !== isNegated;
}

function isInSet(character: string, set: string): boolean {
  for (let index = 0; index < set.length; index++) {
    const isRange = set[index + 1] === '-' && set[index + 2] !== undefined;
    if (!isRange && set[index] === character) return true;
    if (isRange) {
      if (set[index] <= character && character <= set[index + 2]) return true;
      index += 2;
    }
  }
  return false;
}
