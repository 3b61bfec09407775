import { pathParts } from '../pathParts';

/** One part of an address, of a name that may have slashes. @throws GitHostError `invalid` where it would lead elsewhere */
export function encoded(name: string): string {
  return encodeURIComponent(pathParts(name).join('/'));
}

/** The parts of a path, each encoded. @throws GitHostError `invalid` where it would lead elsewhere */
export function encodedPath(path: string): string {
  return pathParts(path).map(encodeURIComponent).join('/');
}
