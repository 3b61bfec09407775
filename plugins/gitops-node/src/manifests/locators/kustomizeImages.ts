import type { Locator, Search } from '../Locator';
import { inRepository } from '../repositoryPaths';
import { readDocuments, readScalar } from '../readDocuments';
import { ManifestSource, VersionPlace, written } from '../VersionPlace';

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** `images` of the kustomization that an Application is made from. What it takes from elsewhere is shared with other environments, so it is not edited. */
export const kustomizeImages: Locator = {
  name: 'Kustomize images',
  async find({ sources }, search) {
    const found = await Promise.all(
      sources
        .filter(source => source.path !== undefined && !source.chart)
        .map(source => placesOf(source, search)),
    );
    return found.flat();
  },
};

async function placesOf(
  { repoURL, targetRevision = '', path = '' }: ManifestSource,
  search: Search,
): Promise<VersionPlace[]> {
  const files = search.files(repoURL, targetRevision);
  for (const name of NAMES) {
    const file = inRepository(path, name);
    const text = await files.read(file);
    if (text === undefined) continue;
    const places = imagesIn(text, file).map(place => ({
      ...place,
      repository: repoURL,
      ref: targetRevision,
    }));
    if (places.length === 0)
      search.missed(`images[].newTag in ${file}, which names no image`);
    return places;
  }
  search.missed(`images[].newTag in ${inRepository(path, NAMES[0])}`);
  return [];
}

function imagesIn(
  text: string,
  file: string,
): Omit<VersionPlace, 'repository' | 'ref'>[] {
  const documents = readDocuments(text, file);
  return documents.flatMap((document, index) => {
    const { images } = (document.toJS() ?? {}) as { images?: unknown };
    if (!Array.isArray(images)) return [];
    return images.flatMap((_, position) => {
      const at = (key: string) => ['images', position, key] as const;
      const read = (key: string) =>
        readScalar(text, { file, document: index, path: at(key) });
      const name = read('newName') ?? read('name');
      const tag = read('newTag');
      const digest = read('digest');
      if (!name || (tag === undefined && digest === undefined)) return [];
      return [
        {
          file,
          document: index,
          path: written(at(tag === undefined ? 'digest' : 'newTag')),
          locator: kustomizeImages.name,
          current: {
            kind: 'image' as const,
            repository: name,
            ...(tag === undefined ? {} : { tag }),
            ...(digest === undefined ? {} : { digest }),
          },
          scalars: {
            ...(tag === undefined ? {} : { tag: at('newTag') }),
            ...(digest === undefined ? {} : { digest: at('digest') }),
          },
        },
      ];
    });
  });
}
