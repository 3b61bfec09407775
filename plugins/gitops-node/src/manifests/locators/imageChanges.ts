import { ImageReference, parseImage, repositoryOf } from '../../images';

/** What Kustomize does to the images of one name. */
export interface ImageChange {
  readonly name: string;
  /** Their repository from then on, if it is another */
  readonly newName?: string;
  /** Whether it gives them a version as well; else they keep theirs */
  readonly hasVersion: boolean;
}

/** An entry of a kustomization's `images`. */
export function changeOf(entry: unknown): ImageChange {
  const { name, newName, newTag, digest } = (entry ?? {}) as Record<
    string,
    unknown
  >;
  const renamed = newName ? parseImage(String(newName)) : undefined;
  return {
    name: repositoryOf(String(name)),
    ...(renamed && { newName: renamed.repository }),
    hasVersion: Boolean(newTag || digest) || hasVersion(renamed),
  };
}

/** `registry/orders:1.0.0`, `orders=registry/orders:1.0.0` or `orders=registry/orders` */
export function changeByApplication(image: string): ImageChange {
  const [name, newName] = image.split('=');
  const given = parseImage(newName ?? name);
  return {
    name: repositoryOf(name),
    ...(newName !== undefined && { newName: given.repository }),
    hasVersion: hasVersion(given),
  };
}

/**
 * What a kustomization does to images that the Application gives some of as well: Argo CD writes
 * these into it before it is built.
 */
export function mergedChanges(
  own: readonly ImageChange[],
  given: readonly ImageChange[],
): ImageChange[] {
  const merged = own.map(change => {
    const by = given.find(({ name }) => name === change.name);
    return by
      ? { ...change, ...by, hasVersion: change.hasVersion || by.hasVersion }
      : change;
  });
  const isNew = ({ name }: ImageChange) => !own.some(one => one.name === name);
  return [...merged, ...given.filter(isNew)];
}

/**
 * What an image is called in the end, after changes one after the other.
 *
 * @returns undefined where one of them gives it another version
 */
export function imageAfter(
  repository: string,
  changes: readonly ImageChange[],
): string | undefined {
  let called = repository;
  for (const { name, newName, hasVersion: isReplaced } of changes) {
    if (name !== called) continue;
    if (isReplaced) return undefined;
    called = newName ?? called;
  }
  return called;
}

function hasVersion(image: ImageReference | undefined): boolean {
  return (image?.tag ?? image?.digest) !== undefined;
}
