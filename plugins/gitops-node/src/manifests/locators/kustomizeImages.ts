import { parseImageReference } from '../imageReference';
import type { Locator, Search } from '../Locator';
import { inRepository } from '../repositoryPaths';
import { readDocuments, scalarIn, valueOf } from '../readDocuments';
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
  { repoURL, targetRevision = '', path = '', kustomize }: ManifestSource,
  search: Search,
): Promise<VersionPlace[]> {
  const files = search.files(repoURL, targetRevision);
  for (const name of NAMES) {
    const file = inRepository(path, name);
    const text = await files.read(file);
    if (text === undefined) continue;
    const found = imagesIn(text, file, search);
    if (found.length === 0)
      search.missed(`images[].newTag in ${file}, which names no image`);
    const overridden = new Set(kustomize?.images.map(nameOf));
    return found.flatMap(({ name: image, ...place }) => {
      if (!overridden.has(image))
        return [{ ...place, repository: repoURL, ref: targetRevision }];
      search.missed(
        `${place.path} in ${file}, which the Application's own kustomize.images override`,
      );
      return [];
    });
  }
  search.missed(`images[].newTag in ${inRepository(path, NAMES[0])}`);
  return [];
}

/** What an image is called in `name=new:1.0`, `name:1.0` and `name@sha256:…` */
function nameOf(image: string): string {
  const [name, ...others] = image.split('=');
  return others.length > 0 ? name : parseImageReference(name).repository;
}

function imagesIn(
  text: string,
  file: string,
  search: Search,
): (Omit<VersionPlace, 'repository' | 'ref'> & { name: string })[] {
  return readDocuments(text, file).flatMap((one, document) => {
    const { images } = (valueOf(one, file) ?? {}) as { images?: unknown };
    if (!Array.isArray(images)) return [];
    return images.flatMap((image, position) => {
      const at = (key: string) => ['images', position, key] as const;
      const read = (key: string) => scalarIn(one, at(key));
      const tag = read('newTag');
      const digest = read('digest');
      const { name, newName } = (image ?? {}) as Record<string, unknown>;
      const path = written(at(tag === undefined ? 'digest' : 'newTag'));
      if (typeof name !== 'string') return [];
      if (tag === undefined && digest === undefined) {
        if (image.newTag || image.digest)
          search.missed(`${path} in ${file}, where it stands behind an alias`);
        return [];
      }
      return [
        {
          name,
          file,
          document,
          path,
          locator: kustomizeImages.name,
          current: {
            kind: 'image' as const,
            repository: typeof newName === 'string' ? newName : name,
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
