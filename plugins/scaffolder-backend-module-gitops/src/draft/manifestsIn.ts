import { posix } from 'node:path';
import { InputError } from '@backstage/errors';
import type { Draft } from './Draft';

/** Files of a folder that are read. */
const MAX_FILES = 100;

/**
 * What is found in the YAML files of a folder, one file after the other. A file that can't be read,
 * as a template of a chart, has nothing: what it makes is not known.
 *
 * @param word - files without it are skipped
 * @param find - what a file has @throws InputError where it can't be read
 */
export async function* manifestsIn<T>(
  draft: Draft,
  folder: string,
  word: string,
  find: (text: string, file: string) => T[],
): AsyncGenerator<T> {
  const names = (await draft.list(folder)).filter(one => /\.ya?ml$/.test(one));
  for (const name of names.slice(0, MAX_FILES)) {
    const file = posix.join(folder, name);
    const text = (await draft.read(file)) ?? '';
    if (text.includes(word)) yield* found(() => find(text, file));
  }
}

function found<T>(find: () => T[]): T[] {
  try {
    return find();
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
