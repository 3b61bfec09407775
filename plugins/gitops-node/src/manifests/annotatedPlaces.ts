import { InputError } from '@backstage/errors';
import { parseImageReference } from './imageReference';
import { inRepository } from './repositoryPaths';
import { readDocuments, readScalar, ScalarPlace } from './readDocuments';
import type {
  ApplicationManifests,
  ManifestFiles,
  Path,
  VersionPlace,
} from './VersionPlace';

const ANNOTATION = 'gitops/version-places';

/**
 * The places that an annotation names: `file#path`, several by commas, from the root of the first Git repository among the Application's sources, or those of the Application that deploys it.
 *
 * @throws InputError
 */
export async function annotatedPlaces(
  { name: application, sources, parent }: ApplicationManifests,
  annotation: string,
  options: {
    files(repository: string, ref: string): ManifestFiles;
    values: Readonly<Record<string, string>>;
  },
): Promise<VersionPlace[]> {
  const source = [...sources, ...(parent?.sources ?? [])].find(
    one => one.chart === undefined,
  );
  if (!source)
    throw new InputError(
      `${application} is deployed from no Git repository, in which the annotation ${ANNOTATION} could name a place`,
    );
  const { repoURL: repository, targetRevision: ref = '' } = source;
  const files = options.files(repository, ref);
  const named = annotation
    .split(',')
    .map(one => one.trim())
    .filter(Boolean);
  if (named.length === 0)
    throw new InputError(`The annotation ${ANNOTATION} names no place`);
  return Promise.all(
    named.map(async one => {
      const [filePart, pathPart, ...rest] = filled(one, options.values).split(
        '#',
      );
      if (!filePart || !pathPart || rest.length > 0)
        throw new InputError(
          `The annotation ${ANNOTATION} has ${JSON.stringify(
            one.slice(0, 200),
          )}. Write it like apps/{service}/envs/{environment}/values.yaml#image.tag`,
        );
      const file = inRepository(filePart);
      const text = await files.read(file);
      if (text === undefined)
        throw new InputError(
          `${file} does not exist, which the annotation ${ANNOTATION} names`,
        );
      const path = pathOf(pathPart);
      const document = readDocuments(text, file).findIndex(
        (_, index) =>
          readScalar(text, { file, document: index, path }) !== undefined,
      );
      if (document === -1)
        throw new InputError(
          `There is no ${pathPart} in ${file}, which the annotation ${ANNOTATION} names`,
        );
      return {
        repository,
        ref,
        file,
        document,
        path: pathPart,
        locator: `annotation ${ANNOTATION}`,
        ...placeOf(text, { file, document, path }, options.values.service),
      };
    }),
  );
}

/** A tag or digest by its key, a whole reference, or else a revision. */
function placeOf(
  text: string,
  place: ScalarPlace,
  service: string,
): Pick<VersionPlace, 'current' | 'scalars'> {
  const { path } = place;
  const at = (name: string) => [...path.slice(0, -1), name];
  const read = (scalar: Path) => readScalar(text, { ...place, path: scalar });
  const value = read(path) ?? '';
  const key = String(path.at(-1));
  const reference = parseImageReference(value);
  const isReference = reference.repository.includes('/') || /image$/i.test(key);
  if (isReference && (reference.tag || reference.digest))
    return {
      current: { kind: 'image', ...reference },
      scalars: { reference: path },
    };
  const repository =
    ['newName', 'repository', 'name']
      .map(name => read(at(name)))
      .find(Boolean) ?? service;
  if (/digest$/i.test(key))
    return {
      current: { kind: 'image', repository, digest: value },
      scalars: { digest: path },
    };
  if (!/tag$/i.test(key))
    return {
      current: { kind: 'revision', revision: value },
      scalars: { revision: path },
    };
  // A digest beside the tag decides, whatever the tag says
  const digest = read(at('digest'));
  const parts = parseImageReference(`x:${value}`);
  return digest
    ? {
        current: { kind: 'image', repository, tag: value, digest },
        scalars: { tag: path, digest: at('digest') },
      }
    : {
        current: { kind: 'image', ...parts, repository },
        scalars: { tag: path },
      };
}

function filled(text: string, values: Readonly<Record<string, string>>) {
  return text.replace(/\{([a-z]+)\}/g, (all, name) =>
    Object.hasOwn(values, name) ? values[name] : all,
  );
}

/** `images[0].newTag` as keys and indexes. */
function pathOf(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    index === undefined ? key : Number(index),
  );
}
