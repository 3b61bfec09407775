import { parseImageReference } from '../imageReference';
import type { Path } from '../VersionPlace';

/** Where an image stands among Helm's values. */
export interface ImageValue {
  path: Path;
  /** `parts` has its tag and digest in keys of their own */
  kind: 'parts' | 'reference';
  /** Undefined where the chart alone knows it */
  repository?: string;
}

/** Images at any depth: `{repository, tag}`, `{registry, repository, tag}`, `{image, tag}`, a whole reference, and what is called image and has a tag only. */
export function imageValues(value: unknown, path: Path = []): ImageValue[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => imageValues(item, [...path, index]));
  if (!isMap(value)) return [];
  const isImage = /image$/i.test(String(path.at(-1) ?? ''));
  const repository = repositoryIn(value, isImage);
  const { tag, digest } = value;
  // An empty digest is a chart's way of offering one
  const hasVersion =
    ['string', 'number'].includes(typeof tag) ||
    (typeof digest === 'string' && digest !== '');
  if (hasVersion && (repository !== undefined || isImage))
    return [{ path, kind: 'parts', repository }];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = [...path, key];
    if (typeof item !== 'string' || !/image$/i.test(key))
      return imageValues(item, at);
    const parts = parseImageReference(item);
    return (parts.tag || parts.digest) && !item.includes('{{')
      ? [{ path: at, kind: 'reference', repository: parts.repository }]
      : [];
  });
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

/** Helm merges maps, lets null delete, and replaces all else. */
export function mergeValues(a: unknown, b: unknown): unknown {
  if (!isMap(a) || !isMap(b)) return b;
  const merged = { ...a };
  for (const [key, value] of Object.entries(b))
    if (value === null) delete merged[key];
    else merged[key] = key in merged ? mergeValues(merged[key], value) : value;
  return merged;
}

/** What stands at a path of values. */
export function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    values,
  );
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
