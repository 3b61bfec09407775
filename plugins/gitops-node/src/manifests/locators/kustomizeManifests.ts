import type { Locator, Search } from '../Locator';
import type { Document } from 'yaml';
import { readBlock, readDocuments, scalarIn, valueOf } from '../readDocuments';
import { Path, VersionPlace, written } from '../VersionPlace';
import { parseImage } from '../../images';
import { isOfContainer, manifestImages } from './manifestImages';
import { imageAfter } from './imageChanges';
import {
  changesOf,
  isBelow,
  Kustomization,
  kustomizationsOf,
  manifestFilesOf,
  patchBlocks,
} from './kustomizations';
import { replacingFile } from './patchedFields';
import { whereReadable } from './whereReadable';

/** Images in patches and resources of a kustomization. */
export const kustomizeManifests: Locator = {
  name: 'Kustomize patches and resources',
  async find({ sources }, search) {
    const found = await Promise.all(
      sources.map(async source => {
        const all = await kustomizationsOf(source, search);
        const replacing = await replacingFile(all, search);
        const places = all.map(one => placesIn(one, search));
        const refusal = `which the replacements in ${replacing} may set`;
        return (await Promise.all(places))
          .flat()
          .map(place => (replacing ? { refusal, ...place } : place));
      }),
    );
    return found.flat();
  },
};

async function placesIn(
  kustomization: Kustomization,
  search: Search,
): Promise<VersionPlace[]> {
  const { repository, ref, folder, isShared } = kustomization;
  const files = search.files(repository, ref);
  const changes = changesOf(kustomization);
  const found = manifestFilesOf(kustomization).map(async file => {
    const read = await whereReadable(search, async () => {
      const text = (await files.read(file)) ?? '';
      // Most of a base is large and holds no image: roles, definitions of resources
      if (!text.includes('image')) return [];
      return readDocuments(text, file).flatMap((yaml, document) =>
        imagesIn(yaml, file).map(place => ({
          ...place,
          file,
          document,
          ...(isShared || !isBelow(file, folder) ? { isShared: true } : {}),
        })),
      );
    });
    return read ?? [];
  });
  const all = (await Promise.all(found)).flat();
  for (const path of patchBlocks(kustomization))
    all.push(
      ...((await whereReadable(search, () =>
        imagesInBlock(kustomization, path, search),
      )) ?? []),
    );
  return all.flatMap(place => {
    const { current } = place;
    if (current.kind !== 'image') return [];
    // Images are replaced last
    const deployed = imageAfter(
      current.repository,
      isOfContainer(place) ? changes : [],
    );
    if (deployed === undefined) return [];
    const isRenamed = deployed !== current.repository;
    return {
      ...place,
      ...(isRenamed && {
        current: { ...current, repository: deployed },
        writtenAs: current.repository,
      }),
      repository,
      ref,
      locator: kustomizeManifests.name,
    };
  });
}

function imagesIn(yaml: Document, file: string) {
  return [...manifestImages(yaml, file), ...operationImages(yaml, file)];
}

function imagesInBlock(
  { yaml, file, document, isShared }: Kustomization,
  path: Path,
  search: Search,
) {
  const documents = readBlock(yaml, path, file);
  if (!documents)
    search.missed(
      `the image in ${written(
        path,
      )} of ${file}, which is not a block of text that begins with |`,
    );
  return (documents ?? []).flatMap((inner, index) =>
    imagesIn(inner, file).map(place => ({
      ...place,
      path: `${written(path)}: ${place.path}`,
      file,
      document,
      block: { path, document: index },
      ...(isShared ? { isShared } : {}),
    })),
  );
}

/** `{op: replace, path: /spec/…/image, value: registry/orders:1.0.0}` of a JSON 6902 patch. */
function operationImages(
  yaml: Document,
  file: string,
): Pick<VersionPlace, 'path' | 'current' | 'scalars'>[] {
  const operations = valueOf(yaml, file);
  if (!Array.isArray(operations)) return [];
  return operations.flatMap((one, index) => {
    const { op, path } = (one ?? {}) as Record<string, unknown>;
    const at = [index, 'value'];
    const value = scalarIn(yaml, at);
    const isImage =
      /^(add|replace)$/.test(String(op)) && /\/image$/.test(String(path));
    if (!isImage || value === undefined) return [];
    return {
      path: written(at),
      current: { kind: 'image' as const, ...parseImage(value) },
      scalars: { reference: at },
    };
  });
}
