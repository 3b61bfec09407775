import type { Search } from '../Locator';
import {
  changesOf,
  foldersOf,
  isRemote,
  Kustomization,
  manifestFilesOf,
} from './kustomizations';
import { whereReadable } from './whereReadable';

/** By these, a kustomization has manifests, or fields with images, that are not read. */
const UNREAD = [
  'generators',
  'transformers',
  'configurations',
  'helmCharts',
  'helmChartInflationGenerator',
  'replacements',
  'vars',
];

/**
 * All texts in which kustomizations name the images that they deploy. Undefined where there are
 * others that are not read.
 */
export async function deployedTexts(
  all: readonly Kustomization[],
  search: Search,
): Promise<string[] | undefined> {
  // Nothing can be built of these
  if (all.every(one => manifestFilesOf(one).length === 0)) return undefined;
  const folders = new Set(all.map(one => one.folder));
  const texts = await Promise.all(
    all.map(one => textsOf(one, folders, search)),
  );
  return texts.every(one => one !== undefined) ? texts.flat() : undefined;
}

async function textsOf(
  kustomization: Kustomization,
  folders: ReadonlySet<string>,
  search: Search,
): Promise<string[] | undefined> {
  const { repository, ref, content } = kustomization;
  const taken = ['resources', 'components', 'bases'].flatMap(
    key => content[key] ?? [],
  );
  const isUnread =
    UNREAD.some(key => key in content) ||
    taken.some(one => isRemote(String(one))) ||
    foldersOf(kustomization).some(one => !folders.has(one));
  if (isUnread) return undefined;
  const files = search.files(repository, ref);
  const read = await Promise.all(
    manifestFilesOf(kustomization).map(file =>
      whereReadable(search, () => files.read(file)),
    ),
  );
  const known = read.filter(text => text !== undefined);
  if (known.length < read.length) return undefined;
  const { images: _, ...inline } = content;
  const renamed = changesOf(kustomization).map(one => `"${one.newName}"`);
  return [...known, JSON.stringify(inline), ...renamed];
}

/** Whether a text has an image of a name, which may have a tag: then only that is meant. */
export function hasImage(text: string, name: string): boolean {
  // A pattern is not followed
  if (!/^[\w./:@-]+$/.test(name)) return true;
  const escaped = name.replaceAll('.', '\\.');
  return new RegExp(`(?<![\\w./-])${escaped}(?![\\w./-])`).test(text);
}
