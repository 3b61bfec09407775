import type { Locator, Search } from '../Locator';
import { readDocuments, scalarIn, valueOf } from '../readDocuments';
import { VersionPlace, written } from '../VersionPlace';
import { parseImage } from '../../images';
import { containerImages } from './containerImages';
import {
  decidedBy,
  filesIn,
  isBelow,
  Kustomization,
  kustomizationsOf,
  within,
} from './kustomizations';

/** Images in patches and resources of a kustomization, in files in its own folder. */
export const kustomizeManifests: Locator = {
  name: 'Kustomize patches and resources',
  async find({ sources }, search) {
    const found = await Promise.all(
      sources.map(async source => {
        const all = await kustomizationsOf(source, search);
        const own = all.filter(one => !one.isShared);
        const places = own.map(one => placesIn(one, search));
        return (await Promise.all(places)).flat();
      }),
    );
    return found.flat();
  },
};

async function placesIn(
  kustomization: Kustomization,
  search: Search,
): Promise<VersionPlace[]> {
  const { repository, ref, folder } = kustomization;
  const files = search.files(repository, ref);
  const decided = decidedBy(kustomization);
  const paths = [
    ...filesIn(kustomization, 'resources'),
    ...filesIn(kustomization, 'patchesStrategicMerge'),
    ...patchFiles(kustomization, search),
  ];
  const found = [...new Set(paths)].map(async file => {
    if (!isBelow(file, folder)) {
      search.missed(`images in ${file}, which other environments may share`);
      return [];
    }
    const text = (await files.read(file)) ?? '';
    return readDocuments(text, file).flatMap((yaml, document) =>
      [...containerImages(yaml, file), ...operationImages(yaml, file)]
        // Images are replaced last
        .filter(
          ({ current }) =>
            current.kind === 'image' && !decided.has(current.repository),
        )
        .map(place => ({
          ...place,
          repository,
          ref,
          file,
          document,
          locator: kustomizeManifests.name,
        })),
    );
  });
  return (await Promise.all(found)).flat();
}

/** Files of `patches` and `patchesJson6902`. A patch within the kustomization is a block of text. */
function patchFiles(
  { content, folder, file }: Kustomization,
  search: Search,
): string[] {
  return ['patches', 'patchesJson6902'].flatMap(key => {
    const patches = content[key];
    if (!Array.isArray(patches)) return [];
    return patches.flatMap((one, index) => {
      const { path, patch } = (one ?? {}) as Record<string, unknown>;
      if (typeof path === 'string') return within(folder, path);
      if (/image/.test(String(patch)))
        search.missed(
          `the image in ${key}[${index}].patch of ${file}, which is a block of text: a patch in a file of its own can be edited`,
        );
      return [];
    });
  });
}

/** `{op: replace, path: /spec/…/image, value: registry/orders:1.0.0}` of a JSON 6902 patch. */
function operationImages(
  yaml: ReturnType<typeof readDocuments>[number],
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
