import { GitHostError } from '../GitHostError';

/**
 * A name that may have slashes, as one part of an address.
 *
 * @throws GitHostError `invalid` where it would lead elsewhere
 */
export function encoded(name: string): string {
  return encodeURIComponent(pathParts(name).join('/'));
}

/**
 * A path whose parts are encoded, and whose slashes stay.
 *
 * @throws GitHostError `invalid` where it would lead elsewhere
 */
export function encodedPath(path: string): string {
  return pathParts(path).map(encodeURIComponent).join('/');
}

/**
 * The parts of a path in a repository. Those that lead elsewhere are refused: an address would be
 * shortened by them, and name something else of the host.
 *
 * @throws GitHostError `invalid`
 */
export function pathParts(path: string): string[] {
  const parts = path.split('/').filter(Boolean);
  if (parts.some(part => part === '.' || part === '..'))
    throw new GitHostError(
      'invalid',
      `${path} is not a path in a repository: it has . or .. in it`,
    );
  return parts;
}
