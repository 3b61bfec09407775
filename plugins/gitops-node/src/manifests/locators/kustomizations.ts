import { posix } from 'node:path';
import type { Document } from 'yaml';
import { repositoryOf } from '../../images';
import type { Search } from '../Locator';
import { readDocuments, valueOf } from '../readDocuments';
import { inRepository } from '../repositoryPaths';
import type { ManifestSource } from '../VersionPlace';

export const KUSTOMIZATIONS = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/** One kustomization, in a folder that belongs to one environment. */
export interface Kustomization {
  repository: string;
  ref: string;
  folder: string;
  file: string;
  /** Which of the file's documents it is, from 0 */
  document: number;
  yaml: Document;
  content: Record<string, unknown>;
  /** It is outside of the source's folder, where other environments may take it along, too */
  isShared: boolean;
  /** Names of images whose version is decided elsewhere: further out, or by the Application */
  overridden: ReadonlySet<string>;
}

/**
 * The kustomization that an Application is made from, and those in the same repository that it
 * takes along: components, bases, folders of resources.
 */
export async function kustomizationsOf(
  source: ManifestSource,
  search: Search,
): Promise<Kustomization[]> {
  const { repoURL, targetRevision = '', path, chart, kustomize, type } = source;
  const isOther = type !== undefined && type !== 'Kustomize';
  if (path === undefined || chart || isOther) return [];
  const at = { repository: repoURL, ref: targetRevision };
  const root = inRepository(path);
  const overridden = new Set(kustomize?.images.map(nameOfOverride));
  const all = await readFolder(
    { ...at, folder: root, isShared: false, overridden },
    search,
  );
  if (all.length === 0)
    search.missed(
      `images[].newTag in ${inRepository(path, KUSTOMIZATIONS[0])}`,
    );
  // The list grows while it is gone through
  for (const outer of all)
    for (const folder of foldersOf(outer)) {
      if (all.some(one => one.folder === folder)) continue;
      const isShared = outer.isShared || !isBelow(folder, root);
      const inner = { ...at, folder, isShared, overridden: decidedBy(outer) };
      all.push(...(await readFolder(inner, search)));
    }
  return all;
}

export function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** Entries of `images`, whatever they are. */
export function imagesOf({ content }: Pick<Kustomization, 'content'>) {
  const { images } = content;
  return (Array.isArray(images) ? images : []) as unknown[];
}

/** Names of the images whose version the kustomization itself decides. */
export function decidedBy(kustomization: Kustomization): Set<string> {
  const own = imagesOf(kustomization).flatMap(image => {
    const { newTag, digest } = (image ?? {}) as Record<string, unknown>;
    return newTag || digest ? [nameOf(image)] : [];
  });
  return new Set([...kustomization.overridden, ...own]);
}

function nameOf(image: unknown): string {
  return repositoryOf(String((image as { name?: unknown } | null)?.name));
}

/** What an image is called in `name=new:1.0`, `name:1.0` and `name@sha256:…` */
function nameOfOverride(image: string): string {
  return repositoryOf(image.split('=')[0]);
}

async function readFolder(
  at: Omit<Kustomization, 'file' | 'document' | 'yaml' | 'content'>,
  search: Search,
): Promise<Kustomization[]> {
  const files = search.files(at.repository, at.ref);
  for (const name of KUSTOMIZATIONS) {
    const file = inRepository(at.folder, name);
    const text = await files.read(file);
    if (text === undefined) continue;
    return readDocuments(text, file).map((yaml, document) => ({
      ...at,
      file,
      document,
      yaml,
      content: (valueOf(yaml, file) ?? {}) as Record<string, unknown>,
    }));
  }
  return [];
}

/** Folders that it takes along, which are in the same repository. */
function foldersOf({ content, folder }: Kustomization): string[] {
  return ['resources', 'components', 'bases'].flatMap(key =>
    namesIn(content[key]).flatMap(name =>
      isFile(name) || isRemote(name) ? [] : within(folder, name),
    ),
  );
}

/** Files among its entries, which are in its own repository. */
export function filesIn(
  { content, folder }: Kustomization,
  key: string,
): string[] {
  return namesIn(content[key]).flatMap(name =>
    isFile(name) && !isRemote(name) ? within(folder, name) : [],
  );
}

/** Nothing for what leads out of the repository: Kustomize refuses that itself. */
export function within(folder: string, name: string): string[] {
  const isOut = posix.join(folder, name).split('/')[0] === '..';
  return isOut ? [] : [inRepository(folder, name)];
}

function namesIn(entries: unknown): string[] {
  return (Array.isArray(entries) ? entries : []).flatMap(one =>
    typeof one === 'string' ? [one] : [],
  );
}

export function isFile(name: string): boolean {
  return /\.(ya?ml|json)$/.test(name);
}

export function isRemote(name: string): boolean {
  return /^[\w.-]+[:@]|\?|\/\/|^(www\.)?[\w-]+\.(com|org|io|net)\//.test(name);
}
