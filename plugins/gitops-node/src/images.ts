/**
 * A container image's reference, taken apart.
 *
 * @public
 */
export interface ImageReference {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** @public */
export function parseImage(reference: string): ImageReference {
  const [name, digest] = reference.split('@', 2);
  const colon = name.lastIndexOf(':');
  // A colon before the last slash belongs to the registry's port
  const hasTag = colon > name.lastIndexOf('/');
  return {
    repository: hasTag ? name.slice(0, colon) : name,
    ...(hasTag ? { tag: name.slice(colon + 1) } : {}),
    ...(digest ? { digest } : {}),
  };
}

/**
 * Whether a text is a whole reference with a tag or a digest, and no pattern, template or address.
 */
export function isWholeReference(text: string): boolean {
  return /^[\w.-]+(:\d+)?(\/[\w.-]+)*[:@][\w.:@-]+$/.test(text);
}

/**
 * `orders:1.0.0@sha256:…`
 *
 * @public
 */
export function formatImage({
  repository,
  tag,
  digest,
}: ImageReference): string {
  return `${repository}${tag === undefined ? '' : `:${tag}`}${
    digest === undefined ? '' : `@${digest}`
  }`;
}

/**
 * A tag that may have its digest behind it, as a key of its own holds them: `1.0.0@sha256:…`
 */
export function tagAndDigest(
  written: string,
): Pick<ImageReference, 'tag' | 'digest'> {
  const [tag, digest] = written.split('@', 2);
  return { tag, ...(digest ? { digest } : {}) };
}

/** @public */
export function repositoryOf(reference: string): string {
  return parseImage(reference).repository;
}

/**
 * `orders` of `registry.example.com/team/orders`.
 *
 * @public
 */
export function nameOfImage(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}

/**
 * What people call the version: the tag, else the start of the digest.
 *
 * @public
 */
export function versionOfImage(reference: string): string {
  const { tag, digest } = parseImage(reference);
  if (tag) return tag;
  return digest ? shortDigest(digest) : 'latest';
}

/**
 * The tag with the digest beside it: only the digest tells that a tag was pushed again.
 *
 * @public
 */
export function fullVersionOf(reference: string): string {
  const { tag, digest } = parseImage(reference);
  return tag && digest
    ? `${tag}@${shortDigest(digest)}`
    : versionOfImage(reference);
}

/** @public */
export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}

/**
 * Whether two references of one image mean the same version. Digests decide where both have one.
 *
 * @public
 */
export function isSameVersion(a: string, b: string): boolean {
  const [one, other] = [parseImage(a), parseImage(b)];
  return one.digest && other.digest
    ? one.digest === other.digest
    : versionOfImage(a) === versionOfImage(b);
}

/**
 * Whether two references or repositories can be one image: registries, and the folders of mirrors,
 * may differ. `a/web` and `b/web` can be one as well: where several images are known, ask
 * {@link imagesLike} for those that are closest.
 *
 * @public
 */
export function isSameImage(a: string, b: string): boolean {
  return sharedSegments(repositoryOf(a), repositoryOf(b)) > 0;
}

/**
 * Those of an image among others, wherever they are written: all that agree with its path (a mirror
 * of the whole path in another registry, or a part of it); if none does, those that share the most
 * segments at the end, as a pull-through cache has its own folder.
 *
 * @param images - references or repositories
 * @param image - a reference or repository
 * @public
 */
export function imagesLike(images: readonly string[], image: string): string[] {
  const repository = repositoryOf(image);
  const agreeing = images.filter(one =>
    arePathsAgreeing(repositoryOf(one), repository),
  );
  if (agreeing.length > 0) return agreeing;
  const shared = (one: string) => sharedSegments(repositoryOf(one), repository);
  const most = Math.max(0, ...images.map(shared));
  return most === 0 ? [] : images.filter(one => shared(one) === most);
}

/**
 * Two of the images whose paths contradict each other, as those of `a/web` and `b/web` do;
 * undefined if all of them can be one image.
 *
 * @public
 */
export function contradictingImages(
  images: readonly string[],
): [string, string] | undefined {
  const repositories = [...new Set(images.map(repositoryOf))];
  for (const [index, one] of repositories.entries()) {
    const other = repositories
      .slice(index + 1)
      .find(later => !arePathsAgreeing(one, later));
    if (other !== undefined) return [one, other];
  }
  return undefined;
}

/** Whether one path ends in the other, whatever the registries. */
function arePathsAgreeing(a: string, b: string): boolean {
  const [one, other] = [segmentsOf(a), segmentsOf(b)];
  return sharedSegments(a, b) === Math.min(one.length, other.length);
}

/** How many segments two paths share at their ends. */
function sharedSegments(a: string, b: string): number {
  const [one, other] = [segmentsOf(a), segmentsOf(b)].map(all => all.reverse());
  const end = one.findIndex((segment, index) => segment !== other[index]);
  return end === -1 ? one.length : end;
}

/** Without the registry, which is known by a dot or a port, as Docker knows it. */
function segmentsOf(repository: string): string[] {
  const [first, ...rest] = repository.split('/');
  const hasRegistry = rest.length > 0 && /[.:]|^localhost$/.test(first);
  return hasRegistry ? rest : [first, ...rest];
}
