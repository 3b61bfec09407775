import { posix } from 'node:path';
import type { Document } from 'yaml';
import type { Search } from '../Locator';
import { readOnce } from '../readOnce';
import type { ManifestSource } from '../VersionPlace';
import { inBatches } from './inBatches';
import { isApplied, manifestPaths } from './manifestPaths';
import { whereReadable } from './whereReadable';

const MAX_FILES = 500;

/** A manifest in Git, among those that an Application deploys. */
export interface DeployedManifest {
  repository: string;
  ref: string;
  file: string;
  document: number;
  yaml: Document;
}

/**
 * Finds the manifest of a resource in the folders of an Application's sources and below them. A
 * manifest that names no namespace is in that of whatever applies it.
 */
export async function deployedManifest(
  { kind, name, namespace }: Record<'kind' | 'name' | 'namespace', string>,
  sources: readonly ManifestSource[],
  search: Search,
): Promise<DeployedManifest | undefined> {
  const cuts = new Set<string>();
  for (const source of sources) {
    const { repoURL, targetRevision: ref = '', path, chart } = source;
    if (chart || path === undefined) continue;
    const files = search.files(repoURL, ref);
    const root = path === '.' ? '' : path;
    const { paths: all, foldersRead } = await manifestPaths(root, name, files);
    const paths = all.filter(one => isTaken(posix.relative(root, one), source));
    const read = paths.slice(0, MAX_FILES);
    const texts = inBatches(read, async file => ({
      file,
      text: await whereReadable(search, () => files.read(file)),
    }));
    for await (const { file, text } of texts) {
      if (!text?.includes(name)) continue;
      const documents = await whereReadable(search, () =>
        readOnce(search, text, file),
      );
      const document = documents?.findIndex(
        one =>
          one.get('kind') === kind &&
          one.getIn(['metadata', 'name']) === name &&
          [undefined, namespace].includes(
            one.getIn(['metadata', 'namespace']) as string | undefined,
          ),
      );
      const yaml = documents?.[document ?? -1];
      if (document !== undefined && yaml)
        return { repository: repoURL, ref, file, document, yaml };
    }
    if (foldersRead !== undefined)
      cuts.add(`only ${foldersRead} of its folders were looked into`);
    if (read.length < paths.length)
      cuts.add(`only ${MAX_FILES} of its files were read`);
  }
  const folders = sources.map(({ path }) => path ?? '').join(', ');
  const why =
    cuts.size > 0 ? ` (${[...cuts].join(', ')}, since there are more)` : '';
  search.missed(
    `the manifest of ${kind} ${name} in ${folders || 'no folder'}${why}`,
  );
  return undefined;
}

/** Of plain manifests, Argo CD takes those below the folder only if it is told to. */
function isTaken(path: string, { type, directory }: ManifestSource): boolean {
  const isBelow = path.includes('/');
  return type === 'Directory' && isBelow && !directory?.recurse
    ? false
    : isApplied(path, directory);
}
