import { posix } from 'node:path';
import type { Document } from 'yaml';
import type { Search } from '../Locator';
import { readDocuments, valueOf } from '../readDocuments';
import { inRepository } from '../repositoryPaths';
import type { ManifestSource, Path } from '../VersionPlace';
import {
  changeByApplication,
  changeOf,
  ImageChange,
  mergedChanges,
} from './imageChanges';

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
  /** What the Application says of its images */
  given: readonly ImageChange[];
  /** What is done to its images further out, one after the other */
  outer: readonly ImageChange[];
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
  const given = (kustomize?.images ?? []).map(changeByApplication);
  const all = await readFolder(
    { ...at, folder: root, isShared: false, given, outer: [] },
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
      const changes = changesOf(outer);
      const inner = { ...at, folder, isShared, given: [], outer: changes };
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

/** What is done to images that it deploys, one after the other: its own entries come first. */
export function changesOf(kustomization: Kustomization): ImageChange[] {
  const { given, outer } = kustomization;
  const own = imagesOf(kustomization).map(changeOf);
  return [...mergedChanges(own, given), ...outer];
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
export function foldersOf({ content, folder }: Kustomization): string[] {
  return ['resources', 'components', 'bases'].flatMap(key =>
    namesIn(content[key]).flatMap(name =>
      isFile(name) || isRemote(name) ? [] : within(folder, name),
    ),
  );
}

/** Files among its entries, which are in its own repository. */
function filesIn({ content, folder }: Kustomization, key: string): string[] {
  return namesIn(content[key]).flatMap(name =>
    isFile(name) && !isRemote(name) ? within(folder, name) : [],
  );
}

const PATCHES = ['patches', 'patchesJson6902'];

/** Files of its resources and patches. */
export function manifestFilesOf(kustomization: Kustomization): string[] {
  const { content, folder } = kustomization;
  const patches = PATCHES.flatMap(key =>
    listOf(content[key]).flatMap(one => {
      const { path } = (one ?? {}) as Record<string, unknown>;
      return typeof path === 'string' ? within(folder, path) : [];
    }),
  );
  const files = [
    ...filesIn(kustomization, 'resources'),
    ...filesIn(kustomization, 'patchesStrategicMerge'),
    ...patches,
  ];
  return [...new Set(files)];
}

/** Where patches with an image stand in the kustomization itself, as blocks of text. */
export function patchBlocks({ content }: Kustomization): Path[] {
  const patches = PATCHES.flatMap(key =>
    listOf(content[key]).map((one, index) => ({
      path: [key, index, 'patch'],
      text: (one as { patch?: unknown } | null)?.patch,
    })),
  );
  const merged = listOf(content.patchesStrategicMerge).map((text, index) => ({
    path: ['patchesStrategicMerge', index],
    text,
  }));
  return [...patches, ...merged].flatMap(({ path, text }) =>
    // Else it is the name of a file
    typeof text === 'string' && text.includes(':') && /image/.test(text)
      ? [path]
      : [],
  );
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
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
