import { InputError } from '@backstage/errors';

const ROOT = '/';
const FOLDER = /^(?:\/[\w.-]+)+$/;

/**
 * The folders that a container may write to; undefined where it may write everywhere.
 *
 * @throws InputError for a path that is not absolute, or leads upwards
 */
export function writableFolders(
  given: readonly string[] = ['/tmp'],
): string[] | undefined {
  if (given.includes(ROOT)) return undefined;
  for (const [index, folder] of given.entries())
    if (!FOLDER.test(folder) || folder.split('/').includes('..'))
      throw new InputError(
        `input.writable[${index}] can't be a folder of the container: write it as a path, such as /var/cache`,
      );
  return [...new Set(given)];
}
