import { InputError } from '@backstage/errors';

/**
 * The parts of a repository's path, from a web, clone or ssh address: `['platform', 'gitops']`.
 *
 * @param baseUrl - address of the host's pages: what of its path stands before is left out
 * @param length - how many parts there have to be; undefined for two or more
 * @throws InputError where the address names no repository
 */
export function repositoryPath(
  url: string,
  baseUrl: string,
  length?: number,
): string[] {
  const { pathname } = addressOf(url);
  const base = new URL(baseUrl).pathname.replace(/\/+$/, '');
  const own = pathname.startsWith(`${base}/`)
    ? pathname.slice(base.length)
    : pathname;
  const parts = own
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/')
    .filter(Boolean)
    .map(decoded);
  const isWhole =
    length === undefined ? parts.length > 1 : parts.length === length;
  if (!isWhole || parts.some(part => /^\.{0,2}$|\//.test(part)))
    throw new InputError(
      `${withoutUser(url)} is not the address of a repository`,
    );
  return parts;
}

/** Host name, port and path of an address; `git@host:path` counts as ssh. @throws InputError */
export function addressOf(url: string): URL {
  const scp = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)(.+)$/.exec(url);
  const isScp = scp && !/^[a-z][a-z0-9+.-]*:\/\//i.test(url);
  try {
    return new URL(isScp ? `ssh://${scp[1]}/${scp[2]}` : url);
  } catch {
    throw new InputError(
      `${withoutUser(url)} is not the address of a repository`,
    );
  }
}

/** Empty where it can't be decoded. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//').slice(0, 200);
}
