import type { Document } from 'yaml';
import { parseImage } from '../../images';
import { valueOf } from '../readDocuments';
import { Path, VersionPlace, written } from '../VersionPlace';

/**
 * Images of containers in a manifest, whatever its kind: a Deployment, a CronJob, a Rollout, a
 * patch of one, a list of several.
 */
export function containerImages(
  document: Document | undefined,
  file: string,
): Pick<VersionPlace, 'path' | 'current' | 'scalars'>[] {
  return imagesIn(valueOf(document, file), []).map(({ path, image }) => ({
    path: written(path),
    current: { kind: 'image', ...parseImage(image) },
    scalars: { reference: path },
  }));
}

function imagesIn(value: unknown, path: Path): { path: Path; image: string }[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => imagesIn(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = [...path, key];
    if (!/^(init|ephemeral)?containers$/i.test(key) || !Array.isArray(item))
      return imagesIn(item, at);
    return item.flatMap((container, index) => {
      const image = (container as { image?: unknown } | null)?.image;
      if (typeof image !== 'string') return [];
      const { tag, digest } = parseImage(image);
      return tag || digest ? [{ path: [...at, index, 'image'], image }] : [];
    });
  });
}
