/** A path or branch whose parts are encoded for an address, and whose slashes stay: Bitbucket doesn't take them encoded. */
export function encodedPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
