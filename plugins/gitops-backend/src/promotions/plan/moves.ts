import { InputError } from '@backstage/errors';
import type { PromotedVersion } from 'backstage-plugin-gitops-common';
import {
  contradictingImages,
  imagesLike,
  parseImage,
  repositoryOf,
  Version,
  versionOfImage,
  VersionPlace,
} from 'backstage-plugin-gitops-node';

/** What Applications run, or ran. */
export interface Artifacts {
  /** References of images */
  readonly images: readonly string[];
  /** Revisions of sources that are no branches: charts' versions, tags */
  readonly revisions: readonly { source: string; revision: string }[];
}

/** What runs in the source, or ran there or in the target before. */
export interface Candidates extends Artifacts {
  /** The version as people call it: what moves is what has it */
  readonly version: string;
  /** Going back, each image has the version that it had, whatever the others' is */
  readonly isRollback?: boolean;
}

type Image = Extract<Version, { kind: 'image' }>;
type Revision = Extract<Version, { kind: 'revision' }>;

/** One place and what is to stand there. */
export interface Move {
  readonly place: VersionPlace;
  readonly to: Version;
}

/**
 * Which versions move, and where: the image that has the service's version in the source, and all
 * others with the same version. A sidecar with a version of its own stays. Pure.
 *
 * @throws InputError if it is not clear which of two images stands at a place
 */
export function movesOf(
  places: readonly VersionPlace[],
  candidates: Candidates,
): Move[] {
  return places.flatMap(place => {
    const to =
      place.current.kind === 'image'
        ? imageAt(place, place.current, places, candidates)
        : revisionAt(place, place.current, places, candidates);
    return to ? [{ place, to }] : [];
  });
}

/** The image that moves to a place. Each environment may have a registry of its own. */
function imageAt(
  { path, file }: VersionPlace,
  current: Image,
  places: readonly VersionPlace[],
  candidates: Candidates,
): Version | undefined {
  const { repository } = current;
  const like = imagesLike(candidates.images, repository);
  const moved = like.filter(image => isMoved(image, candidates));
  // An exact name comes before a mirror's
  const image = moved.find(one => repositoryOf(one) === repository) ?? moved[0];
  if (image === undefined) return undefined;
  // An empty tag may mean that it is off, so it is filled in for just this image
  if (current.tag === '' && contradictingImages([image, repository]))
    return undefined;
  const beside = places.flatMap(one =>
    one.current.kind === 'image' ? [one.current.repository] : [],
  );
  const rivals = imagesLike(beside, image);
  if (!rivals.includes(repository)) return undefined;
  const versionIn = (one: string) =>
    current.digest === undefined
      ? versionOfImage(one)
      : parseImage(one).digest ?? versionOfImage(one);
  const isExact = repositoryOf(image) === repository;
  const differ = new Set(like.map(versionIn)).size > 1;
  const ambiguous =
    (!isExact && differ && contradictingImages(like)) ||
    contradictingImages(rivals);
  if (ambiguous)
    throw new InputError(
      `${ambiguous.join(
        ' and ',
      )} have the same name, so it is not clear which one is meant at ${path} in ${file}. Write the same path in both environments`,
    );
  return { ...parseImage(image), kind: 'image', repository };
}

/** The revision of the same source, or of the only one that can be meant. */
function revisionAt(
  { repository }: VersionPlace,
  current: Revision,
  places: readonly VersionPlace[],
  { revisions }: Candidates,
): Version | undefined {
  const to = (revision: string) => ({ ...current, revision });
  const own = current.source ?? repository;
  const same = revisions.find(one => one.source === own);
  if (same) return to(same.revision);
  // Each environment may take a folder of its own from a repository. Of two folders, it is not
  // known which of them has which version
  const ofTarget = new Set(places.map(nameOf));
  const related = revisions.filter(
    one => isRepositoryOf(own, one.source) && !ofTarget.has(one.source),
  );
  const unmatched = [...ofTarget].filter(
    name =>
      isRepositoryOf(own, name) && !revisions.some(one => one.source === name),
  );
  const isOnly = unmatched.length === 1;
  if (isOnly && new Set(related.map(one => one.revision)).size === 1)
    return to(related[0].revision);
  const { source } = current;
  const isAlike = (other: string | undefined) =>
    source === undefined || (other !== undefined && areAlike(other, source));
  const [only, ...others] = revisions.filter(one => isAlike(one.source));
  const beside = places.filter(
    one => one.current.kind === 'revision' && isAlike(one.current.source),
  );
  const isClear = others.length === 0 && (!source || beside.length === 1);
  return only && isClear ? to(only.revision) : undefined;
}

/** Whether two sources are in one repository, with the folder behind a double slash. */
function isRepositoryOf(a: string, b: string): boolean {
  const [one, other] = [a, b].map(source =>
    source.replace(/([^:])\/\/.*$/, '$1'),
  );
  return one === other;
}

/** Charts of one name, or two Git repositories: a chart's version says nothing in Git. */
function areAlike(a: string, b: string): boolean {
  return chartOf(a) === chartOf(b);
}

/** The chart in the name of a source: `https://charts.example.com redis`. */
function chartOf(source: string): string | undefined {
  return source.split(' ')[1];
}

function isMoved(
  image: string,
  { version, isRollback }: Pick<Candidates, 'version' | 'isRollback'>,
): boolean {
  return isRollback === true || versionOfImage(image) === version;
}

/** The images that move, of all that run. */
export function imagesMoved(candidates: Candidates): string[] {
  return candidates.images.filter(image => isMoved(image, candidates));
}

/** What has the version: an image, or one of an Application's sources. */
export function nameOf({ current, repository }: VersionPlace): string {
  if (current.kind === 'image') return current.repository;
  return current.source ?? repository;
}

/**
 * Whether a name is that of a source: an address, with a chart's name behind it where it has one.
 * Images have neither.
 */
export function isSourceName(name: string): boolean {
  return /:\/\/|@|\s/.test(name);
}

/** What moves, named once however many places have it. */
export function versionsMoved(moves: readonly Move[]): PromotedVersion[] {
  const byName = new Map<string, PromotedVersion>();
  for (const { place, to } of moves) {
    const name = nameOf(place);
    byName.set(to.kind === 'image' ? name : `${name} ${place.file}`, {
      name,
      from: textOf(place.current),
      to: textOf(to),
      fromDigest: digestAt(place, place.current),
      toDigest: digestAt(place, to),
    });
  }
  return [...byName.values()];
}

/** The digest of a version, if the place pins one: next to a tag alone it is not written. */
export function digestAt(
  { current }: VersionPlace,
  version: Version,
): string | undefined {
  const isPinned = current.kind === 'image' && current.digest !== undefined;
  return isPinned && version.kind === 'image' ? version.digest : undefined;
}

export function isChange({ place: { current }, to }: Move): boolean {
  const isPinned =
    current.kind === 'image' &&
    to.kind === 'image' &&
    current.digest !== undefined &&
    to.digest !== undefined;
  if (!isPinned) return textOf(current) !== textOf(to);
  // A tag may have been pushed again, and a place may hold the digest alone
  const isOtherTag = current.tag !== undefined && current.tag !== to.tag;
  return current.digest !== to.digest || isOtherTag;
}

/** As people read it: the tag, else the digest. */
export function textOf(version: Version): string {
  if (version.kind === 'revision') return version.revision;
  return version.tag ?? version.digest ?? 'latest';
}
