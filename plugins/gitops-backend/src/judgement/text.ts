const MAX_REASON = 2_000;

/** Text from outside as one line that can be shown: no control characters, and an end. */
export function toLine(text: string): string {
  const line = text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
  return line.length > MAX_REASON ? `${line.slice(0, MAX_REASON)}…` : line;
}

/** As a sentence: with a capital and a full stop. */
export function toSentence(text: string): string {
  const line = toLine(text);
  if (!line) return line;
  return `${line[0].toLocaleUpperCase('en')}${line.slice(1)}${
    /[.!?…]$/.test(line) ? '' : '.'
  }`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function toList(items: readonly string[], atMost = 2): string {
  const shown = items.slice(0, atMost);
  const more = items.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length > 1
    ? `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`
    : shown.join('');
}
