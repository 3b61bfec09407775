import { setImmediate } from 'node:timers/promises';
import { JSONParser } from '@streamparser/json';

/** Up to this length, JSON.parse takes some milliseconds. */
const MAX_AT_ONCE = 512 * 1024;
const SLICE = 32 * 1024;

/**
 * Parses JSON. A long text is parsed in slices: a list of 10,000 Applications would hold up the
 * event loop, and all of Backstage with it, for a tenth of a second.
 *
 * @throws Error that may quote the text
 */
export async function parseJson(text: string): Promise<unknown> {
  if (text.length <= MAX_AT_ONCE) return JSON.parse(text);
  const parser = new JSONParser({ paths: ['$'] });
  let value: unknown;
  let isComplete = false;
  parser.onValue = parsed => {
    value = parsed.value;
    isComplete = true;
  };
  for (let start = 0; start < text.length; start += SLICE) {
    if (start > 0) await setImmediate();
    parser.write(text.slice(start, start + SLICE));
  }
  if (!isComplete) throw new SyntaxError('The text ends too early');
  return value;
}
