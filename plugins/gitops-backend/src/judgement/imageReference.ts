/** A container image's reference, taken apart. */
export interface ImageReference {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

export function parseImage(reference: string): ImageReference {
  const [name, digest] = reference.split('@', 2);
  const colon = name.lastIndexOf(':');
  // A colon before the last slash belongs to the registry's port
  const hasTag = colon > name.lastIndexOf('/');
  return {
    repository: hasTag ? name.slice(0, colon) : name,
    tag: hasTag ? name.slice(colon + 1) : undefined,
    digest,
  };
}

/** What a person calls the version: the tag, else the start of the digest. */
export function versionOfImage(reference: string): string {
  const { tag, digest } = parseImage(reference);
  if (tag) return tag;
  return digest ? shortDigest(digest) : 'latest';
}

/** The tag with the digest beside it: of a tag that was pushed again, only the digest tells. */
export function fullVersionOf(reference: string): string {
  const { tag, digest } = parseImage(reference);
  return tag && digest
    ? `${tag}@${shortDigest(digest)}`
    : versionOfImage(reference);
}

/**
 * Whether two references of one repository mean the same version. Digests decide where both have
 * one.
 */
export function isSameVersion(a: string, b: string): boolean {
  const [one, other] = [parseImage(a), parseImage(b)];
  return one.digest && other.digest
    ? one.digest === other.digest
    : versionOfImage(a) === versionOfImage(b);
}

export function repositoryOf(reference: string): string {
  return parseImage(reference).repository;
}

/** `orders` of `registry.example.com/team/orders` */
export function lastOf(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}

/** Those of the repository itself, or of one of its name in another registry or folder. */
export function imagesLike(
  images: readonly string[],
  repository: string,
): string[] {
  const exact = images.filter(image => repositoryOf(image) === repository);
  return exact.length > 0
    ? exact
    : images.filter(
        image => lastOf(repositoryOf(image)) === lastOf(repository),
      );
}

export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}
