import { pathParts } from '../pathParts';

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
