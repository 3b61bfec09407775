/** A path whose parts are encoded for an address, and whose slashes stay. */
export function pathSegments(path: string): string {
  return path.split('/').filter(Boolean).map(encodeURIComponent).join('/');
}
