import { alternatives, matchesGlob } from '../glob';
import { inRepository } from '../repositoryPaths';
import type { ManifestFiles, ManifestSource } from '../VersionPlace';

/** Generator files that are read at most, in search of the one. */
const MAX_FILES = 2_000;
/** Folders that are looked into at most where a star may stand for several of them. */
const MAX_FOLDERS = 500;

/**
 * What files of a git generator may be an Application's: it usually lies beside the manifests, so
 * that comes first. The others are looked for when they are asked for.
 */
export async function* generatorFiles(
  patterns: readonly { path?: string; exclude?: boolean }[],
  sources: readonly ManifestSource[],
  files: ManifestFiles,
): AsyncGenerator<string> {
  const globsOf = (exclude: boolean) =>
    patterns
      .filter(one => Boolean(one.exclude) === exclude)
      // Within a matrix, a path may have fields of the other generator
      .map(one => (one.path ?? '').replace(/\{\{[^{}]*\}\}/g, '*'))
      .flatMap(alternatives);
  const globs = globsOf(false);
  const excluded = globsOf(true);
  const isMatch = (file: string, all: readonly string[]) =>
    all.some(glob => matchesGlob(file, glob));
  const near = sources.flatMap(({ path }) =>
    path === undefined
      ? []
      : globs
          .map(glob => inRepository(path, glob.split('/').at(-1) ?? ''))
          .filter(file => isMatch(file, globs)),
  );
  const given = new Set<string>();
  function* fresh(found: readonly string[]) {
    for (const file of found) {
      if (given.size >= MAX_FILES) return;
      if (given.has(file) || isMatch(file, excluded)) continue;
      given.add(file);
      yield file;
    }
  }
  yield* fresh(near);
  for (const glob of globs) {
    const parts = glob.split('/').filter(Boolean);
    yield* fresh(await expand('', parts, { files, entered: new Set() }));
  }
  // By default, Argo CD lets a star stand for slashes as well
  for (const glob of globs.filter(one => one.includes('*')))
    yield* fresh(await below(glob, files));
}

/**
 * Files that match a pattern, folder by folder. Several `**` lead to one folder in many ways, which
 * is entered once for each rest of the pattern.
 */
export async function expand(
  directory: string,
  parts: readonly string[],
  options: { files: ManifestFiles; entered: Set<string> },
): Promise<string[]> {
  const { files, entered } = options;
  const [part, ...rest] = parts;
  const way = `${parts.length} ${directory}`;
  if (part === undefined || entered.has(way)) return [];
  entered.add(way);
  const entries = await files.list(directory);
  const folders = entries.filter(one => one.kind === 'directory');
  if (part === '**') {
    const inner = folders.map(one => expand(one.path, parts, options));
    const here = expand(directory, rest, options);
    return (await Promise.all([here, ...inner])).flat();
  }
  if (rest.length === 0)
    return entries
      .filter(one => one.kind === 'file' && matchesGlob(one.name, part))
      .map(one => one.path);
  const inner = folders
    .filter(one => matchesGlob(one.name, part))
    .map(one => expand(one.path, rest, options));
  return (await Promise.all(inner)).flat();
}

/** Files that match a pattern anywhere below the folder that it begins with. */
async function below(glob: string, files: ManifestFiles): Promise<string[]> {
  const beginning = glob.slice(0, glob.search(/[*?[]/));
  const found: string[] = [];
  let folders = [beginning.slice(0, Math.max(0, beginning.lastIndexOf('/')))];
  let left = MAX_FOLDERS;
  while (folders.length > 0 && left > 0) {
    const level = folders.slice(0, left);
    left -= level.length;
    const entries = await Promise.all(level.map(one => files.list(one)));
    folders = entries
      .flat()
      .flatMap(one => (one.kind === 'directory' ? [one.path] : []));
    found.push(
      ...entries
        .flat()
        .filter(one => one.kind === 'file' && matchesGlob(one.path, glob))
        .map(one => one.path),
    );
  }
  return found;
}
