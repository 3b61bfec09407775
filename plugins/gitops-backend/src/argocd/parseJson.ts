import { turn } from './turn';

/** Characters that are parsed in one go: some milliseconds of the event loop. */
const SLICE = 256 * 1024;

/**
 * Parses JSON. Arrays that the outermost object has, such as the items of a list, are parsed in
 * slices: 10,000 Applications at once would hold up the event loop, and all of Backstage with it,
 * for a tenth of a second. A streaming parser takes four times as long.
 *
 * @throws SyntaxError that may quote the text
 */
export async function parseJson(
  text: string,
  slice: number = SLICE,
): Promise<unknown> {
  if (text.length <= slice || !/^\s*\{/.test(text)) return JSON.parse(text);
  const arrays: unknown[][] = [];
  /** The text with the number of each array instead of its elements */
  let rest = '';
  let copied = 0;
  for (const { start, from, to, isLast } of slices(text, slice)) {
    if (from === start) {
      rest += text.slice(copied, start) + arrays.length;
      arrays.push([]);
    }
    copied = to;
    const elements: unknown[] = JSON.parse(`[${text.slice(from, to)}]`);
    if (elements.length === 0 && !(isLast && from === start))
      throw new SyntaxError('A comma is not between two elements');
    for (const element of elements) arrays.at(-1)!.push(element);
    await turn();
  }
  const value: Record<string, unknown> = JSON.parse(rest + text.slice(copied));
  for (const [key, array] of Object.entries(value))
    if (Array.isArray(array)) value[key] = arrays[array[0]];
  return value;
}

/**
 * Elements of the outermost object's arrays, so many characters at a time. Of text that is not JSON
 * it finds anything: then what it finds, or what is left, can't be parsed.
 */
function* slices(
  text: string,
  slice: number,
): Generator<{ start: number; from: number; to: number; isLast: boolean }> {
  let depth = 0;
  /** Where the array that is read begins, and its present slice; -1 outside of arrays */
  let start = -1;
  let from = -1;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        at = endOfString(text, at);
        break;
      case '{':
      case '[':
        depth += 1;
        if (depth === 2 && text[at] === '[') start = from = at + 1;
        break;
      case '}':
      case ']':
        depth -= 1;
        if (depth === 1 && start >= 0) {
          yield { start, from, to: at, isLast: true };
          start = -1;
        }
        break;
      case ',':
        if (depth === 2 && start >= 0 && at - from >= slice) {
          yield { start, from, to: at, isLast: false };
          from = at + 1;
        }
        break;
      default:
    }
  }
}

/** Where the quotation mark is that ends a string; the text's end where there is none. */
function endOfString(text: string, start: number): number {
  for (let at = start; ; ) {
    at = text.indexOf('"', at + 1);
    if (at < 0) return text.length;
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return at;
  }
}
