import { isFound } from './generatorFor';
import type { FoundSet } from './readApplicationSet';

interface Directory {
  path?: unknown;
  exclude?: boolean;
}

/** Whether a git generator of a set finds a folder, so that the folder itself is the entry. */
export function findsFolder({ spec }: Pick<FoundSet, 'spec'>, folder: string) {
  return directoriesIn(spec.generators).some(directories => {
    const fits = ({ path }: Directory) => isFound(folder, String(path ?? ''));
    return (
      directories.some(one => !one.exclude && fits(one)) &&
      !directories.some(one => one.exclude && fits(one))
    );
  });
}

/** Of all generators, those of a matrix or a merge too. */
function directoriesIn(value: unknown): Directory[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'directories' && Array.isArray(inner)
      ? [inner as Directory[]]
      : directoriesIn(inner),
  );
}
