import { isDeepStrictEqual } from 'node:util';
import { InputError } from '@backstage/errors';
import { readDocuments, valueOf } from './readDocuments';

/** Whether a text can be read, and its documents say what is expected. */
export function readsAs(
  text: string,
  file: string,
  expected: readonly unknown[],
): boolean {
  try {
    const found = readDocuments(text, file).map(one => valueOf(one, file));
    return isDeepStrictEqual(found, expected);
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
