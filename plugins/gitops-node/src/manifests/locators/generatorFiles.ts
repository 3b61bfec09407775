import { alternatives, matchesGlob } from '../glob';
import { inRepository } from '../repositoryPaths';
import type { ManifestFiles, ManifestSource } from '../VersionPlace';
import { inBatches } from './inBatches';

/** Generator files that are read at most, in search of the one. */
const MAX_FILES = 2_000;
/** Folders that are looked into at most where a star may stand for several of them. */
const MAX_FOLDERS = 500;
/** Folders that a pattern leads through at most: each is a request to a Git host. */
const MAX_EXPANDED = 2_000;

type DirectoryEntry = Awaited<ReturnType<ManifestFiles['list']>>[number];

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
    yield* fresh(await expand(parts, files));
  }
  // By default, Argo CD lets a star stand for slashes as well
  for (const glob of globs.filter(one => one.includes('*')))
    yield* fresh(await below(glob, files));
}

/** Folders that are still to be looked into, with the rest of the pattern. */
interface Way {
  readonly directory: string;
  readonly parts: readonly string[];
}

/**
 * Files that match a pattern, folder by folder, a few at once. Several `**` lead to one folder in
 * many ways, which is entered once for each rest of the pattern.
 */
export async function expand(
  parts: readonly string[],
  files: Pick<ManifestFiles, 'list'>,
): Promise<string[]> {
  const found = new Set<string>();
  const entered = new Set<string>();
  const isNew = ({ directory, parts: rest }: Way) => {
    const before = entered.size;
    return entered.add(`${rest.length} ${directory}`).size > before;
  };
  const next = (way: Way, entries: readonly DirectoryEntry[]): Way[] => {
    const [part, ...rest] = way.parts;
    if (part === '**')
      return [
        ...(rest.length > 0 ? next({ ...way, parts: rest }, entries) : []),
        ...entries.flatMap(({ kind, path }) =>
          kind === 'directory' ? { directory: path, parts: way.parts } : [],
        ),
      ];
    const matching = entries.filter(one => matchesGlob(one.name, part));
    if (rest.length > 0)
      return matching.flatMap(({ kind, path }) =>
        kind === 'directory' ? { directory: path, parts: rest } : [],
      );
    for (const { kind, path } of matching) if (kind === 'file') found.add(path);
    return [];
  };
  let level: Way[] = parts.length > 0 ? [{ directory: '', parts }] : [];
  let left = MAX_EXPANDED;
  while (level.length > 0) {
    const ways = level.filter(isNew).slice(0, left);
    left -= ways.length;
    level = [];
    const listed = inBatches(ways, async way =>
      next(way, await files.list(way.directory)),
    );
    for await (const further of listed) level.push(...further);
  }
  return [...found];
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
    folders = [];
    for await (const entries of inBatches(level, one => files.list(one)))
      for (const { kind, path } of entries)
        if (kind === 'directory') folders.push(path);
        else if (kind === 'file' && matchesGlob(path, glob)) found.push(path);
  }
  return found;
}
