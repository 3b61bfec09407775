import { turn } from './turn';

/** Characters that are parsed in one go: some milliseconds of the event loop. */
const SLICE = 256 * 1024;

type Chunks = AsyncIterable<string> | Iterable<string>;

/**
 * Parses JSON as it arrives. Arrays that the outermost object has, such as the items of a list, are
 * parsed in slices: 10,000 Applications at once would hold up the event loop, and all of Backstage
 * with it, for a tenth of a second, and so would their garbage. A streaming parser takes four times
 * as long. The slices of all answers, and small answers whole, are parsed one after another, each
 * in a turn of its own: dozens may arrive at once.
 *
 * @param options - `onElement` takes each element of these arrays as soon as it is parsed; then the
 *   value has them empty
 * @throws SyntaxError that may quote the text
 */
export async function parseJson(
  chunks: Chunks,
  options: { onElement?(element: unknown): void; slice?: number } = {},
): Promise<unknown> {
  const { slice = SLICE } = options;
  const arrays: unknown[][] = [];
  const { onElement = element => arrays.at(-1)!.push(element) } = options;
  /** The text with the number of each array instead of its elements */
  let rest = '';
  /** Characters that may still be parsed in this turn */
  let left = 0;
  const toParse = async (text: string) => {
    if (text.length > left) {
      await turn();
      left = slice;
    }
    left -= text.length;
  };
  for await (const part of partsOf(gathered(chunks, slice), slice)) {
    if (typeof part === 'string') {
      rest += part;
      continue;
    }
    const { text, isFirst, isLast } = part;
    if (isFirst) rest += arrays.push([]) - 1;
    await toParse(text);
    if (takeElements(text, onElement) === 0 && !(isFirst && isLast))
      throw new SyntaxError('A comma is not between two elements');
  }
  await toParse(rest);
  const value: unknown = JSON.parse(rest);
  if (!isObject(value)) return value;
  for (const [key, array] of Object.entries(value))
    if (Array.isArray(array)) value[key] = arrays[array[0]];
  return value;
}

/**
 * A function of its own, so that nothing keeps the elements while others have their turn: garbage
 * collection would copy those of every list.
 *
 * @returns how many there were
 */
function takeElements(
  text: string,
  onElement: (element: unknown) => void,
): number {
  const elements: unknown[] = JSON.parse(`[${text}]`);
  for (const element of elements) onElement(element);
  return elements.length;
}

/** Chunks joined until they have so many characters: every look at a text copies it. */
async function* gathered(
  chunks: Chunks,
  length: number,
): AsyncGenerator<string> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length < length) continue;
    yield text;
    text = '';
  }
  yield text;
}

/** Elements of an array that the outermost object has. */
interface Elements {
  text: string;
  isFirst: boolean;
  isLast: boolean;
}

/**
 * Elements of the outermost object's arrays, so many characters at a time, and as strings the text
 * around them. Of text that is not JSON it finds anything: then what it finds can't be parsed.
 */
async function* partsOf(
  chunks: AsyncIterable<string>,
  slice: number,
): AsyncGenerator<string | Elements> {
  /** What was not handed out yet, and how much of it was looked at */
  let text = '';
  let at = 0;
  let depth = 0;
  let isInArray = false;
  let isFirst = false;
  const cut = (length: number) => {
    const taken = text.slice(0, length);
    text = text.slice(length);
    at -= length;
    return taken;
  };
  for await (const chunk of chunks) {
    text += chunk;
    for (; at < text.length; at++) {
      const character = text[at];
      if (character === '"') {
        const end = endOfString(text, at);
        // The rest of the string is still to come
        if (end === undefined) break;
        at = end;
      } else if (character === '{' || character === '[') {
        depth += 1;
        // Of an outermost array, the arrays are left as they are
        if (depth === 1 && character === '[') depth = Infinity;
        if (depth !== 2 || character === '{') continue;
        yield cut(at + 1);
        isInArray = isFirst = true;
      } else if (character === '}' || character === ']') {
        depth -= 1;
        if (depth !== 1 || !isInArray) continue;
        yield { text: cut(at), isFirst, isLast: true };
        isInArray = false;
      } else if (character === ',' && depth === 2 && isInArray && at >= slice) {
        yield { text: cut(at), isFirst, isLast: false };
        isFirst = false;
        cut(1);
      }
    }
  }
  yield text;
}

/** Where the quotation mark is that ends a string; undefined where the text has none. */
function endOfString(text: string, start: number): number | undefined {
  for (let at = start; ; ) {
    at = text.indexOf('"', at + 1);
    if (at < 0) return undefined;
    let escapes = 0;
    while (text[at - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return at;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
