import { posix } from 'node:path';
import type { Locator, Search } from '../Locator';
import { readDocuments } from '../readDocuments';
import { inRepository } from '../repositoryPaths';
import type { ManifestSource, VersionPlace } from '../VersionPlace';
import { manifestImages } from './manifestImages';
import { inBatches } from './inBatches';
import { KUSTOMIZATIONS } from './kustomizations';
import { isApplied, manifestPaths } from './manifestPaths';
import { whereReadable } from './whereReadable';

const MAX_FILES = 500;

/** Images in manifests that Argo CD applies as they are: a source of the type Directory. */
export const plainManifests: Locator = {
  name: 'plain manifests',
  async find({ name, sources }, search) {
    const found = await Promise.all(
      sources.map(async source =>
        (await isDirectory(source, search))
          ? placesOf(source, name, search)
          : [],
      ),
    );
    return found.flat();
  },
};

async function isDirectory(
  { type, chart, path, repoURL, targetRevision = '' }: ManifestSource,
  search: Search,
): Promise<boolean> {
  if (chart || path === undefined) return false;
  if (type !== undefined) return type === 'Directory';
  const entries = await search
    .files(repoURL, targetRevision)
    .list(inRepository(path));
  return !entries.some(one =>
    [...KUSTOMIZATIONS, 'Chart.yaml'].includes(one.name),
  );
}

async function placesOf(
  { repoURL, targetRevision: ref = '', path = '', directory }: ManifestSource,
  application: string,
  search: Search,
): Promise<VersionPlace[]> {
  const files = search.files(repoURL, ref);
  const root = inRepository(path);
  const { paths: all } = directory?.recurse
    ? await manifestPaths(root, application, files)
    : { paths: await manifestsIn(root, search, repoURL, ref) };
  const paths = all.filter(one =>
    isApplied(posix.relative(root, one), directory),
  );
  const places: VersionPlace[] = [];
  const read = inBatches(paths.slice(0, MAX_FILES), async file =>
    whereReadable(search, async () => {
      const text = (await files.read(file)) ?? '';
      return readDocuments(text, file).flatMap((one, document) =>
        manifestImages(one, file).map(place => ({
          ...place,
          repository: repoURL,
          ref,
          file,
          document,
          locator: plainManifests.name,
        })),
      );
    }),
  );
  for await (const found of read) places.push(...(found ?? []));
  if (places.length > 0) return places;
  search.missed(
    `image in the manifests of ${root || 'the root of the repository'}`,
  );
  for (const { name, path: file } of await files.list(root))
    if (/\.(jsonnet|libsonnet)$/.test(name))
      search.missed(`versions in ${file}, which is Jsonnet and is not edited`);
  return places;
}

async function manifestsIn(
  root: string,
  search: Search,
  repository: string,
  ref: string,
): Promise<string[]> {
  const entries = await search.files(repository, ref).list(root);
  return entries
    .filter(one => one.kind === 'file' && /\.(ya?ml|json)$/.test(one.name))
    .map(one => one.path);
}
