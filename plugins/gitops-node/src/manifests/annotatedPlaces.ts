import { InputError } from '@backstage/errors';
import { parseImage, tagAndDigest } from '../images';
import { matchesGlob } from './glob';
import type { Search } from './Locator';
import { isOwnPlace } from './ownPlaces';
import { secretReason } from './reasonAgainst';
import { inRepository } from './repositoryPaths';
import {
  readDocuments,
  readScalar,
  scalarIn,
  ScalarPlace,
} from './readDocuments';
import type {
  ApplicationManifests,
  ManifestSource,
  Path,
  VersionPlace,
} from './VersionPlace';

const ANNOTATION = 'gitops/version-places';
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha\d{3}:[0-9a-f]{1,128}$/;
const REVISION = /^\w[\w.+/-]{0,127}$/;
/** Keys of secrets, which may look like versions. */
const CONFIDENTIAL = /passw|secret|token|credential|private|key$/i;

/**
 * The places that an annotation names: `file#path`, several by commas, from the root of the first
 * Git repository that the Application's sources follow a branch of, else the Application that
 * deploys it. Whoever may edit the annotation is not asked whether they may read the repository, so
 * it reaches the service's own files only, and what has the form of a version.
 *
 * @param within - globs of the files that it may name instead, with the same placeholders
 * @throws InputError
 */
export async function annotatedPlaces(
  application: ApplicationManifests,
  annotation: string,
  {
    search,
    values,
    within,
  }: {
    search: Search;
    values: Readonly<Record<string, string>>;
    within?: readonly string[];
  },
): Promise<VersionPlace[]> {
  const { repoURL: repository, targetRevision: ref = '' } = await firstBranch(
    application,
    search,
  );
  const files = search.files(repository, ref);
  const named = annotation
    .split(',')
    .map(one => one.trim())
    .filter(Boolean);
  if (named.length === 0)
    throw new InputError(`The annotation ${ANNOTATION} names no place`);
  return Promise.all(
    named.map(async one => {
      const [filePart, pathPart, ...rest] = filled(one, values).split('#');
      if (!filePart || !pathPart || rest.length > 0)
        throw new InputError(
          `The annotation ${ANNOTATION} has ${JSON.stringify(
            one.slice(0, 200),
          )}. Write it like apps/{service}/envs/{environment}/values.yaml#image.tag`,
        );
      const file = inRepository(filePart);
      const path = pathOf(pathPart);
      const text = await files.read(file);
      const documents = text === undefined ? [] : readDocuments(text, file);
      const globs = within?.map(glob => filled(glob, values));
      if (globs?.some(glob => matchesGlob(file, glob)) === false)
        throw new InputError(
          `The annotation ${ANNOTATION} names ${file}, which is outside of ${globs.join(
            ' and ',
          )}: this portal confines it to that`,
        );
      const isOwn = () =>
        isOwnPlace(
          { repository, file, path, documents },
          application,
          values.service,
        );
      if (!globs && !isOwn())
        throw new InputError(
          `The annotation ${ANNOTATION} names ${file}, which is not one of the files of ${values.service}: those in the folders of its Applications, their value files, those that its ApplicationSet reads, its Application's own manifest, and those with its name in their path`,
        );
      if (text === undefined)
        throw new InputError(
          `${file} does not exist, which the annotation ${ANNOTATION} names`,
        );
      const document = documents.findIndex(
        candidate => scalarIn(candidate, path) !== undefined,
      );
      if (document === -1)
        throw new InputError(
          `There is no ${pathPart} in ${file}, which the annotation ${ANNOTATION} names`,
        );
      const found = placeOf(text, { file, document, path }, values.service);
      const refusal =
        secretReason(documents[document], file, path) ??
        (hasVersionForm(found, path)
          ? undefined
          : 'which does not have the form of a version, so it is not read');
      if (refusal !== undefined)
        throw new InputError(
          `The annotation ${ANNOTATION} names ${pathPart} in ${file}, ${refusal}`,
        );
      return {
        repository,
        ref,
        file,
        document,
        path: pathPart,
        locator: `annotation ${ANNOTATION}`,
        ...found,
      };
    }),
  );
}

async function firstBranch(
  { name, sources, parent }: ApplicationManifests,
  search: Search,
): Promise<ManifestSource> {
  const inGit = [...sources, ...(parent?.sources ?? [])].filter(
    one => one.chart === undefined,
  );
  if (inGit.length === 0)
    throw new InputError(
      `${name} is deployed from no Git repository, in which the annotation ${ANNOTATION} could name a place`,
    );
  for (const source of inGit) {
    const { repoURL, targetRevision = '' } = source;
    if (await search.files(repoURL, targetRevision).isBranch()) return source;
  }
  throw new InputError(
    `${name} follows no branch of a Git repository that is known, in which the annotation ${ANNOTATION} could name a place. Its sources are at ${inGit
      .map(one => `${one.targetRevision || 'HEAD'} of ${one.repoURL}`)
      .join(', ')}`,
  );
}

/** What has another form than a version is not shown: a password, a sentence, a key. */
function hasVersionForm(
  { current }: Pick<VersionPlace, 'current'>,
  path: Path,
): boolean {
  if (CONFIDENTIAL.test(String(path.at(-1)))) return false;
  if (current.kind === 'revision') return REVISION.test(current.revision);
  const { repository, tag, digest } = current;
  return (
    /^[\w][\w.:/-]{0,254}$/.test(repository) &&
    (tag === undefined || TAG.test(tag)) &&
    (digest === undefined || DIGEST.test(digest))
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
  const reference = parseImage(value);
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
  return digest
    ? {
        current: { kind: 'image', repository, tag: value, digest },
        scalars: { tag: path, digest: at('digest') },
      }
    : {
        current: { kind: 'image', ...tagAndDigest(value), repository },
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
