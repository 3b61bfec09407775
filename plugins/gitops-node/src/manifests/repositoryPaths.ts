import { posix } from 'node:path';
import { InputError } from '@backstage/errors';

/**
 * A path from the repository's root, without detours. @throws InputError where it leads out of the
 * repository
 */
export function inRepository(...parts: string[]): string {
  const path = posix.normalize(posix.join('.', ...parts));
  if (path === '..' || path.startsWith('../'))
    throw new InputError(`${parts.join('/')} leads out of the repository`);
  return path === '.' ? '' : path.replace(/\/$/, '');
}
