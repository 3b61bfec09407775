import { InputError } from '@backstage/errors';
import { parseImageReference } from './imageReference';
import { inRepository } from './repositoryPaths';
import { readDocuments, readScalar } from './readDocuments';
import type {
  ApplicationManifests,
  ManifestFiles,
  Path,
  Version,
  VersionPlace,
} from './VersionPlace';

const ANNOTATION = 'gitops/version-places';

/** The places that an annotation names: `file#path`, several by commas, from the root of the Application's first repository. @throws InputError */
export async function annotatedPlaces(
  { sources: [source] }: ApplicationManifests,
  annotation: string,
  options: {
    files(repository: string, ref: string): ManifestFiles;
    values: Readonly<Record<string, string>>;
  },
): Promise<VersionPlace[]> {
  const repository = source?.repoURL ?? '';
  const ref = source?.targetRevision ?? '';
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
      const value = readScalar(text, { file, path });
      if (value === undefined)
        throw new InputError(
          `There is no ${pathPart} in ${file}, which the annotation ${ANNOTATION} names`,
        );
      return {
        repository,
        ref,
        file,
        document: 0,
        path: pathPart,
        locator: `annotation ${ANNOTATION}`,
        ...placeOf(text, file, path, value),
      };
    }),
  );
}

/** A tag beside its repository, a whole reference, or else a revision. */
function placeOf(
  text: string,
  file: string,
  path: Path,
  value: string,
): { current: Version; scalars: VersionPlace['scalars'] } {
  const key = path.at(-1);
  const reference = parseImageReference(value);
  if (reference.repository.includes('/') && (reference.tag || reference.digest))
    return {
      current: { kind: 'image', ...reference },
      scalars: { reference: path },
    };
  const siblings = readDocuments(text, file)[0]?.getIn(path.slice(0, -1));
  const names = ['newName', 'repository', 'name'].map(name =>
    readScalar(text, { file, path: [...path.slice(0, -1), name] }),
  );
  const repository = names.find(Boolean);
  const isTag = typeof key === 'string' && /tag$/i.test(key);
  return siblings && isTag && repository
    ? {
        current: { kind: 'image', repository, tag: value },
        scalars: { tag: path },
      }
    : {
        current: { kind: 'revision', revision: value },
        scalars: { revision: path },
      };
}

function filled(text: string, values: Readonly<Record<string, string>>) {
  return text.replace(/\{([a-z]+)\}/g, (all, name) => values[name] ?? all);
}

/** `images[0].newTag` as keys and indexes. */
function pathOf(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    index === undefined ? key : Number(index),
  );
}
