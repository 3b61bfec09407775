import { Minimatch } from 'minimatch';
import { inRepository } from '../repositoryPaths';
import type { ManifestFiles, ManifestSource } from '../VersionPlace';

/** Generator files that are read at most, in search of the one. */
const MAX_FILES = 2_000;

/** What files of a git generator may be an Application's: usually it lies beside the manifests, so that comes first. The others are looked for when they are asked for. */
export async function* generatorFiles(
  patterns: readonly { path?: string; exclude?: boolean }[],
  sources: readonly ManifestSource[],
  files: ManifestFiles,
): AsyncGenerator<string> {
  const globs = patterns.filter(one => !one.exclude).map(one => one.path ?? '');
  const excluded = patterns
    .filter(one => one.exclude)
    .map(one => new Minimatch(one.path ?? ''));
  const near = sources.flatMap(({ path }) =>
    path === undefined
      ? []
      : globs
          .map(glob => inRepository(path, glob.split('/').at(-1) ?? ''))
          .filter(file => globs.some(glob => new Minimatch(glob).match(file))),
  );
  const given = new Set<string>();
  function* fresh(found: readonly string[]) {
    for (const file of found) {
      if (given.size >= MAX_FILES) return;
      if (given.has(file) || excluded.some(one => one.match(file))) continue;
      given.add(file);
      yield file;
    }
  }
  yield* fresh(near);
  for (const glob of globs)
    yield* fresh(await expand('', glob.split('/').filter(Boolean), files));
}

/** Files that a pattern fits, folder by folder. */
async function expand(
  directory: string,
  parts: readonly string[],
  files: ManifestFiles,
): Promise<string[]> {
  const [part, ...rest] = parts;
  if (part === undefined) return [];
  const entries = await files.list(directory);
  const folders = entries.filter(one => one.kind === 'directory');
  if (part === '**') {
    const below = folders.map(one => expand(one.path, parts, files));
    const here = expand(directory, rest, files);
    return (await Promise.all([here, ...below])).flat();
  }
  const glob = new Minimatch(part);
  if (rest.length === 0)
    return entries
      .filter(one => one.kind === 'file' && glob.match(one.name))
      .map(one => one.path);
  const below = folders
    .filter(one => glob.match(one.name))
    .map(one => expand(one.path, rest, files));
  return (await Promise.all(below)).flat();
}
