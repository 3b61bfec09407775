/** A container image's reference, taken apart. */
export interface ImageParts {
  repository: string;
  tag?: string;
  digest?: string;
}

export function parseImageReference(reference: string): ImageParts {
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

export function imageReference(parts: ImageParts): string {
  return withVersion(parts.repository, parts);
}

/** `orders:1.0.0@sha256:…` */
export function withVersion(
  repository: string,
  { tag, digest }: Pick<ImageParts, 'tag' | 'digest'>,
): string {
  return `${repository}${tag === undefined ? '' : `:${tag}`}${
    digest === undefined ? '' : `@${digest}`
  }`;
}
