import type { PromotedVersion } from 'backstage-plugin-gitops-common';
import type { Version, VersionPlace } from 'backstage-plugin-gitops-node';
import {
  ImageReference,
  lastOf,
  parseImage,
  versionOfImage,
} from '../../judgement/imageReference';

/** What runs in the source, or ran in the target before. */
export interface Candidates {
  /** The version as people call it: what moves is what has it */
  readonly version: string;
  /** Going back, each image has the version that it had, whatever the others' is */
  readonly isRollback?: boolean;
  /** References of images */
  readonly images: readonly string[];
  /** Revisions of sources that are no branches: charts' versions, tags */
  readonly revisions: readonly { source: string; revision: string }[];
}

/** One place and what is to stand there. */
export interface Move {
  readonly place: VersionPlace;
  readonly to: Version;
}

/**
 * Which versions move, and where: the image that has the service's version in the source, and whatever else has the same one. A sidecar with a version of its own stays. Pure.
 */
export function movesOf(
  places: readonly VersionPlace[],
  candidates: Candidates,
): Move[] {
  return places.flatMap(place => {
    const to = wantedAt(place, candidates);
    return to ? [{ place, to }] : [];
  });
}

function wantedAt(
  { current, repository }: VersionPlace,
  candidates: Candidates,
): Version | undefined {
  if (current.kind === 'revision') {
    const { revisions } = candidates;
    const own = current.source ?? repository;
    const found = revisions.find(one => one.source === own);
    const [only, ...others] = revisions;
    const wanted = found ?? (others.length === 0 ? only : undefined);
    return wanted && { ...current, revision: wanted.revision };
  }
  const alike = imagesMoved(candidates);
  // Each environment may have a registry of its own
  const image =
    alike.find(one => one.repository === current.repository) ??
    alike.find(one => lastOf(one.repository) === lastOf(current.repository));
  return image && { ...image, kind: 'image', repository: current.repository };
}

/** The images that move, of all that run. */
export function imagesMoved({
  version,
  isRollback,
  images,
}: Candidates): ImageReference[] {
  return images
    .filter(image => isRollback || versionOfImage(image) === version)
    .map(parseImage);
}

/** What has the version: an image, or one of an Application's sources. */
export function nameOf({ current, repository }: VersionPlace): string {
  if (current.kind === 'image') return current.repository;
  return current.source ?? repository;
}

/** Whether a name is that of a source: an address, with a chart's name behind it where it has one. Images have neither. */
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

/** The digest of a version where the place pins one: beside a tag alone it is not written. */
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
