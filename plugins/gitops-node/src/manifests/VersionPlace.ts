import type { BlockPlace } from './readDocuments';

/**
 * What an Application says of its manifests, and of what generated it.
 *
 * @public
 */
export interface ApplicationManifests {
  name: string;
  namespace: string;
  labels: Readonly<Record<string, string>>;
  sources: readonly ManifestSource[];
  /** As Argo CD answers it */
  applicationSet?: { name: string; spec: unknown };
  /** App of Apps: the Application that deploys this one, or its ApplicationSet */
  parent?: { name: string; sources: readonly ManifestSource[] };
}

/** @public */
export interface ManifestSource {
  repoURL: string;
  /** What Argo CD takes it for, `Helm` say; unknown before it has looked at it */
  type?: string;
  path?: string;
  chart?: string;
  /** Branch, tag or commit, or a chart's version; the default branch where absent */
  targetRevision?: string;
  /** What other sources call it, as in `$values/apps/orders.yaml` */
  ref?: string;
  helm?: {
    valueFiles: readonly string[];
    values?: string;
    valuesObject?: Readonly<Record<string, unknown>>;
    parameters: readonly { name: string; value: string }[];
  };
  kustomize?: { images: readonly string[] };
  /** Of plain manifests: whether folders below are applied too, and globs of the files */
  directory?: { recurse?: boolean; include?: string; exclude?: string };
}

/**
 * Names one of an Application's sources: its repository, and its chart where it has one. The name
 * is shown and stored, so it has no user, password or token of the address.
 *
 * @public
 */
export function nameOfSource({
  repoURL,
  chart,
}: {
  repoURL: string;
  chart?: string;
}): string {
  const address = repoURL.replace(/^(https?:\/\/)[^/]*@/i, '$1');
  return chart ? `${address} ${chart}` : address;
}

/**
 * Files of one repository at one commit. Paths are from its root.
 *
 * @public
 */
export interface ManifestFiles {
  /**
   * Whether commits can be made where they are read: on a branch, not on a tag or a commit.
   *
   * @throws InputError if the repository is on no host that is known
   */
  isBranch(): Promise<boolean>;
  /** Undefined where there is no such file */
  read(path: string): Promise<string | undefined>;
  /** Empty where there is no such directory */
  list(
    directory: string,
  ): Promise<
    { name: string; path: string; kind: 'file' | 'directory' | 'other' }[]
  >;
}

/** @public */
export type Version =
  | { kind: 'image'; repository: string; tag?: string; digest?: string }
  | {
      kind: 'revision';
      revision: string;
      /**
       * Which source it is the revision of, as {@link nameOfSource} names it; absent where that
       * isn't known
       */
      source?: string;
    };

/**
 * Keys and indexes from a document's root.
 *
 * @public
 */
export type Path = readonly (string | number)[];

/**
 * One place where a version is written.
 *
 * @public
 */
export interface VersionPlace {
  /** Address of the repository, as the Application has it */
  repository: string;
  /** The branch, as the Application has it; empty for the default branch */
  ref: string;
  file: string;
  /** Which of the file's documents, from 0 */
  document: number;
  /** The block of text that holds the YAML in which its parts stand, where it is in one */
  block?: BlockPlace;
  /** For people: `images[0].newTag` */
  path: string;
  /** What found it */
  locator: string;
  current: Version;
  /** Where its parts stand */
  scalars: {
    tag?: Path;
    digest?: Path;
    /** A whole reference such as `registry/orders:1.0.0` */
    reference?: Path;
    revision?: Path;
  };
  /**
   * What stands before the reference or revision: `orders=` in `orders=registry/orders:1.0.0`, the
   * address in `https://git.example.com/shop/orders?ref=v1.0.0`
   */
  prefix?: string;
  /** What stands behind the revision */
  suffix?: string;
  /** What the image is called there, if a kustomization deploys it by another name */
  writtenAs?: string;
  /** The chart alone knows what the image is called: the repository of `current` is a guess */
  isNameGuessed?: boolean;
  /**
   * It is outside of what is the Application's own, such as in a base or in a chart's values, so
   * that others may take their version from it as well
   */
  isShared?: boolean;
  /**
   * Why it is not edited, as the end of a sentence, though the Application takes its version from
   * it
   */
  refusal?: string;
}

/**
 * Whether an edit of one place changes the other, in repositories and branches that are the same.
 *
 * @public
 */
export function isSamePlace(a: VersionPlace, b: VersionPlace): boolean {
  const paths = ({ block, scalars }: VersionPlace) =>
    Object.values(scalars).map(path => JSON.stringify([block, path]));
  return (
    a.file === b.file &&
    a.document === b.document &&
    paths(a).some(path => paths(b).includes(path))
  );
}

/** `images[0].newTag` */
export function written(path: Path): string {
  return path
    .map((key, index) =>
      typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${key}`,
    )
    .join('');
}
