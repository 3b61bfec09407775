import type { Search } from '../Locator';
import { readDocuments } from '../readDocuments';
import type { ManifestFiles, ManifestSource } from '../VersionPlace';
import { whereReadable } from './whereReadable';

const MAX_FILES = 200;
const MAX_DIRECTORIES = 50;

/** A manifest in Git, among those that an Application deploys. */
export interface DeployedManifest {
  repository: string;
  ref: string;
  file: string;
  text: string;
  document: number;
}

/** Finds the manifest of a resource by its kind and name, in the folders of an Application's sources and below them. */
export async function deployedManifest(
  { kind, name }: { kind: string; name: string },
  sources: readonly ManifestSource[],
  search: Search,
): Promise<DeployedManifest | undefined> {
  for (const { repoURL, targetRevision: ref = '', path, chart } of sources) {
    if (chart || path === undefined) continue;
    const files = search.files(repoURL, ref);
    for await (const { file, text } of textsBelow(path, files, search)) {
      if (!text.includes(name)) continue;
      const document = await whereReadable(search, () =>
        readDocuments(text, file).findIndex(
          one =>
            one.get('kind') === kind &&
            one.getIn(['metadata', 'name']) === name,
        ),
      );
      if (document !== undefined && document !== -1)
        return { repository: repoURL, ref, file, text, document };
    }
  }
  search.missed(
    `the manifest of ${kind} ${name} in ${
      sources.map(({ path }) => path ?? '').join(', ') || 'no folder'
    }`,
  );
  return undefined;
}

/** Folder by folder, the upper ones first. */
async function* textsBelow(
  root: string,
  files: ManifestFiles,
  search: Search,
): AsyncGenerator<{ file: string; text: string }> {
  const directories = [root === '.' ? '' : root];
  let filesLeft = MAX_FILES;
  for (const directory of directories) {
    const entries = await files.list(directory);
    for (const { kind, name, path: file } of entries) {
      if (kind === 'directory' && directories.length < MAX_DIRECTORIES)
        directories.push(file);
      if (kind !== 'file' || !/\.(ya?ml|json)$/.test(name)) continue;
      if (filesLeft === 0) return;
      filesLeft -= 1;
      const text = await whereReadable(search, () => files.read(file));
      if (text !== undefined) yield { file, text };
    }
  }
}
