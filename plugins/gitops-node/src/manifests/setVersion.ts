import { InputError } from '@backstage/errors';
import { formatImage } from '../images';
import type { ScalarPlace } from './readDocuments';
import { setScalar } from './setScalar';
import type { Path, Version, VersionPlace } from './VersionPlace';

/**
 * The text of a place's file with another version in it. Several places of one file are set one
 * after the other.
 *
 * @throws InputError where the place can't take the version: a pinned digest needs a digest
 * @public
 */
export function setVersion(
  text: string,
  place: VersionPlace,
  to: Version,
): string {
  const { file, document, block, scalars, path, current } = place;
  const at = (scalar: Path): ScalarPlace => ({
    file,
    document,
    block,
    path: scalar,
  });
  if (to.kind === 'revision') {
    if (!scalars.revision)
      throw new InputError(`${path} in ${file} holds an image, no revision`);
    return setScalar(
      text,
      at(scalars.revision),
      `${place.prefix ?? ''}${to.revision}${place.suffix ?? ''}`,
    );
  }
  if (current.kind !== 'image')
    throw new InputError(`${path} in ${file} holds a revision, no image`);
  const pinned = current.digest !== undefined;
  if (pinned && to.digest === undefined)
    throw new InputError(
      `${path} in ${file} pins a digest, and what runs is known by its tag ${to.tag} only. Pin the digest where it comes from too, or write the tag here`,
    );
  if (!pinned && to.tag === undefined)
    throw new InputError(
      `${path} in ${file} holds a tag, and what runs is known by its digest only. Pin the digest here too`,
    );
  const wanted = {
    repository: place.writtenAs ?? current.repository,
    tag: current.tag === undefined ? undefined : to.tag ?? current.tag,
    digest: pinned ? to.digest : undefined,
  };
  if (scalars.reference) {
    // An old tag beside a new digest would mislead who reads it
    const tag = pinned && to.tag === undefined ? undefined : wanted.tag;
    return setScalar(
      text,
      at(scalars.reference),
      `${place.prefix ?? ''}${formatImage({ ...wanted, tag })}`,
    );
  }
  let edited = text;
  if (scalars.tag && wanted.tag !== undefined)
    edited = setScalar(
      edited,
      at(scalars.tag),
      scalars.digest
        ? wanted.tag
        : formatImage({ ...wanted, repository: '' }).slice(1),
    );
  if (scalars.digest && wanted.digest !== undefined)
    edited = setScalar(edited, at(scalars.digest), wanted.digest);
  return edited;
}
