import { isFullSha } from '../../git/refNames';
import type { HostedRepository } from '../HostedRepository';

/** A place in a repository's files, as the paths of pages name it. */
export interface Place {
  /** `branch/<name>` or `commit/<sha>` */
  ref: string;
  commit: string;
  /** Empty for the root */
  path: string;
}

/**
 * Takes `branch/<name>/<path>` apart: names hold slashes too, so the longest branch that fits
 * counts.
 */
export function splitRef(
  repository: HostedRepository,
  kind: string,
  rest: string,
): Place | undefined {
  const text = rest.replace(/\/+$/, '');
  if (kind === 'commit') {
    const [commit, ...path] = text.split('/');
    return isFullSha(commit)
      ? { ref: `commit/${commit}`, commit, path: path.join('/') }
      : undefined;
  }
  const fits = [...repository.git.heads()].filter(
    ([name]) => text === name || text.startsWith(`${name}/`),
  );
  const [name, commit] = fits.sort(([a], [b]) => b.length - a.length)[0] ?? [];
  if (kind !== 'branch' || !name || !commit) return undefined;
  return { ref: `branch/${name}`, commit, path: text.slice(name.length + 1) };
}
