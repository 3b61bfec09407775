import { alternatives, matchesGlob } from '../glob';
import type { ManifestFiles, ManifestSource } from '../VersionPlace';
import { inBatches } from './inBatches';

const MAX_FOLDERS = 50;

/**
 * Manifests in a folder and below it. Those come first whose path has something of the name: what
 * the file or a folder is called is part of it, or the other way round. Of the others, the upper
 * ones do.
 *
 * @returns also how many folders were looked into, where there are more
 */
export async function manifestPaths(
  root: string,
  name: string,
  files: ManifestFiles,
): Promise<{ paths: string[]; foldersRead?: number }> {
  const isLikely = (path: string) =>
    path
      .slice(root.length)
      .replace(/\.\w+$/, '')
      .split('/')
      .some(
        part => part !== '' && (name.includes(part) || part.includes(name)),
      );
  const likelyFirst = (all: readonly string[]) => [
    ...all.filter(isLikely),
    ...all.filter(one => !isLikely(one)),
  ];
  const paths: string[] = [];
  let foldersLeft = MAX_FOLDERS;
  let level = [root];
  while (level.length > 0) {
    const folders = likelyFirst(level).slice(0, foldersLeft);
    foldersLeft -= folders.length;
    const isCut = folders.length < level.length;
    level = [];
    for await (const entries of inBatches(folders, one => files.list(one)))
      for (const { kind, name: own, path } of entries)
        if (kind === 'directory') level.push(path);
        else if (kind === 'file' && /\.(ya?ml|json)$/.test(own))
          paths.push(path);
    if (isCut) return { paths: likelyFirst(paths), foldersRead: MAX_FOLDERS };
  }
  return { paths: likelyFirst(paths) };
}

/**
 * Whether a file is among those that Argo CD applies.
 *
 * @param path - from the source's folder, as Argo CD matches it: with stars that cross slashes
 */
export function isApplied(
  path: string,
  { include, exclude }: NonNullable<ManifestSource['directory']> = {},
): boolean {
  const matches = (glob: string) =>
    alternatives(glob).some(one => matchesGlob(path, one));
  return (
    (include === undefined || matches(include)) &&
    (exclude === undefined || !matches(exclude))
  );
}
