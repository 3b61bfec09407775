import type { Document } from 'yaml';
import {
  ImageReference,
  isWholeReference,
  parseImage,
  repositoryOf,
  tagAndDigest,
} from '../../images';
import { scalarIn } from '../readDocuments';
import {
  ApplicationManifests,
  ManifestSource,
  Path,
  VersionPlace,
  written,
} from '../VersionPlace';
import { isMap } from './values';

/** Where an image's version stands among Helm's values: in one reference, or in keys of its own. */
export type ImageValue = { repository?: string; isNameGuessed?: boolean } & (
  | { reference: Path }
  | {
      tag: Path;
      /** Where there is one, it decides, whatever the tag says */
      digest?: Path;
    }
);

/** What people call an image's tag where it is a key of its own: `tag`, `imageTag`, `image_tag`. */
const TAG = /^(.*image_?)tag$/i;

/**
 * Images at any depth: `{repository, tag}`, `{registry, repository, tag}`, `{image, tag}`,
 * `image: {version}`, `imageTag`, what is called image and has a tag only, and a whole reference
 * that is called image or stands right below what is.
 */
export function imageValues(value: unknown, path: Path = []): ImageValue[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => imageValues(item, [...path, index]));
  if (typeof value === 'string' && isImageCalled(path))
    return isWholeReference(value)
      ? [{ reference: path, repository: parseImage(value).repository }]
      : [];
  if (!isMap(value)) return [];
  const isImage = /image$/i.test(String(path.at(-1) ?? ''));
  const repository = repositoryIn(value, isImage);
  const tagKey = isVersion(value.tag) || !isImage ? 'tag' : 'version';
  // An empty digest is a chart's way of offering one
  const hasDigest = typeof value.digest === 'string' && value.digest !== '';
  const hasTag =
    isVersion(value.tag) ||
    (isVersion(value[tagKey]) && value.tag === undefined);
  // `image: registry/orders:1.0.0` beside a tag that is empty by default
  const isWhole = [value.repository, value.image].some(
    one => typeof one === 'string' && isWholeReference(one),
  );
  const isNamed = repository !== undefined || isImage;
  if ((hasTag || hasDigest) && isNamed && !isWhole)
    return [
      {
        repository,
        tag: [...path, tagKey],
        ...(hasDigest ? { digest: [...path, 'digest'] } : {}),
      },
    ];
  return Object.entries(value).flatMap(([key, item]): ImageValue[] => {
    const at = [...path, key];
    const [, beginning] = TAG.exec(key) ?? [];
    if (beginning !== undefined && isVersion(item) && item !== '')
      return [{ repository: besideTag(value, beginning), tag: at }];
    return imageValues(item, at);
  });
}

/**
 * Tags and versions whose image is not named: a chart of one's own may take `version` alone. What
 * runs with them tells what they are of.
 */
export function unnamedVersions(
  value: unknown,
  running: readonly string[],
  path: Path = [],
): ImageValue[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, item]) => {
      const at = Array.isArray(value) ? Number(key) : key;
      return unnamedVersions(item, running, [...path, at]);
    });
  const image = running.find(one => parseImage(one).tag === String(value));
  const isCalled = /(tag|version)$/i.test(String(path.at(-1)));
  return image && isCalled
    ? [{ tag: path, repository: repositoryOf(image), isNameGuessed: true }]
    : [];
}

/** `ordersImage`, `images.orders`, `image.name` */
function isImageCalled(path: Path): boolean {
  const [key, parent = ''] = path.slice(-2).reverse();
  return /image/i.test(String(key)) || /images?$/i.test(String(parent));
}

/** Where the version of an image stands, as it is shown: its digest where that decides. */
export function pathOf(image: ImageValue): Path {
  return 'reference' in image ? image.reference : image.digest ?? image.tag;
}

/**
 * The place of an image among values.
 *
 * @param root - where the values stand in the document
 * @returns undefined if it stands behind an alias, or there is nothing at all
 */
export function imagePlace(
  document: Document | undefined,
  image: ImageValue,
  root: Path = [],
):
  | Pick<VersionPlace, 'path' | 'current' | 'scalars' | 'isNameGuessed'>
  | undefined {
  const at = (path: Path) => [...root, ...path];
  const read = (path: Path) => scalarIn(document, at(path)) || undefined;
  const value = scalarIn(document, at(pathOf(image)));
  if (value === undefined) return undefined;
  const path = written(at(pathOf(image)));
  const of = (current: ImageReference, scalars: VersionPlace['scalars']) => ({
    path,
    current: { kind: 'image' as const, ...current },
    scalars,
    ...(image.isNameGuessed ? { isNameGuessed: true } : {}),
  });
  if ('reference' in image)
    return of(parseImage(value), { reference: at(image.reference) });
  const { repository = '', digest } = image;
  // Charts that put an at sign before it take a digest for a tag
  if (digest === undefined && /^sha\d+:/.test(value))
    return of({ repository, digest: value }, { digest: at(image.tag) });
  if (digest === undefined)
    return of({ ...tagAndDigest(value), repository }, { tag: at(image.tag) });
  const tag = read(image.tag);
  return tag === undefined
    ? of({ repository, digest: value }, { digest: at(digest) })
    : of(
        { repository, tag, digest: value },
        { digest: at(digest), tag: at(image.tag) },
      );
}

function isVersion(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** `image`, `imageRepository` or `imageName` beside `imageTag`. */
function besideTag(
  values: Record<string, unknown>,
  beginning: string,
): string | undefined {
  const bare = beginning.replace(/_$/, '');
  const names = ['', 'repository', 'name'].flatMap(end => [
    `${bare}${end}`,
    `${beginning}${end}`,
  ]);
  const key = Object.keys(values).find(one =>
    names.some(name => name.toLowerCase() === one.toLowerCase()),
  );
  const found = key === undefined ? undefined : values[key];
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function repositoryIn(
  { registry, repository, image, name }: Record<string, unknown>,
  isImage: boolean,
): string | undefined {
  const found = [repository, image, isImage ? name : undefined].find(
    one => typeof one === 'string' && one !== '',
  ) as string | undefined;
  return found !== undefined && typeof registry === 'string' && registry
    ? `${registry}/${found}`
    : found;
}

/** An image with a name, which is guessed where there is none. */
export function withName(
  image: ImageValue,
  source: Pick<ManifestSource, 'chart'>,
  application: Pick<ApplicationManifests, 'labels' | 'name'>,
): ImageValue {
  if (image.repository !== undefined) return image;
  const repository = guessedName(pathOf(image), source, application);
  return { ...image, repository, isNameGuessed: true };
}

/**
 * The chart alone knows the image's name. What it is a dependency as, or called itself, is mostly
 * the same.
 */
function guessedName(
  path: Path,
  { chart }: Pick<ManifestSource, 'chart'>,
  { labels, name }: Pick<ApplicationManifests, 'labels' | 'name'>,
): string {
  const key = path
    .slice(0, -1)
    .findLast(
      one =>
        typeof one === 'string' && !/image$/i.test(one) && one !== 'global',
    );
  return String(key ?? chart ?? labels['app.kubernetes.io/name'] ?? name);
}
