import { GitHostError } from './GitHostError';

/**
 * The parts of a path in a repository. Those that lead elsewhere are refused: an address would be shortened by them, and name something else of the host.
 *
 * @throws GitHostError `invalid`
 */
export function pathParts(path: string): string[] {
  const parts = path.split('/').filter(Boolean);
  if (parts.some(part => part === '.' || part === '..'))
    throw new GitHostError(
      'invalid',
      `${path} is no path in a repository: it has . or .. in it`,
    );
  return parts;
}
