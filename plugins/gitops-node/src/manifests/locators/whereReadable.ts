import { InputError } from '@backstage/errors';
import { GitHostError } from '../../hosts/GitHostError';
import type { Search } from '../Locator';

/**
 * Reads what a search comes across. What can't be read is mostly something else (a template, a
 * dashboard, a link): it is named only where nothing is found.
 */
export async function whereReadable<T>(
  search: Search,
  read: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const isOther =
      error instanceof InputError ||
      (error instanceof GitHostError &&
        ['notAFile', 'tooLarge'].includes(error.problem));
    if (!isOther) throw error;
    search.missed(error.message);
    return undefined;
  }
}
