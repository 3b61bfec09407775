import type { Document } from 'yaml';
import { isWholeReference, parseImage } from '../../images';
import { valueOf } from '../readDocuments';
import { Path, VersionPlace, written } from '../VersionPlace';

/** What they hold is a schema, or is for another deployment. */
const FOR_OTHERS = /^(CustomResourceDefinition|Application|ApplicationSet)$/;

/**
 * Images in a manifest, whatever its kind: of containers in a Deployment, a CronJob, a Rollout, a
 * patch of one, a list of several; of the steps of a workflow or task, and of custom resources.
 */
export function manifestImages(
  document: Document | undefined,
  file: string,
): Pick<VersionPlace, 'path' | 'current' | 'scalars'>[] {
  return imagesIn(valueOf(document, file), []).map(({ path, image }) => ({
    path: written(path),
    current: { kind: 'image', ...parseImage(image) },
    scalars: { reference: path },
  }));
}

/** Whether an image is that of a container: those are all that Kustomize's `images` replace. */
export function isOfContainer({
  scalars: { reference = [] },
}: Pick<VersionPlace, 'scalars'>): boolean {
  const isInManifest = reference.at(-1) === 'image';
  return !isInManifest || /^(init)?containers$/i.test(String(reference.at(-3)));
}

function imagesIn(value: unknown, path: Path): { path: Path; image: string }[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => imagesIn(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  const { kind } = value as { kind?: unknown };
  if (FOR_OTHERS.test(String(kind))) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = [...path, key];
    if (key !== 'image' || typeof item !== 'string') return imagesIn(item, at);
    return isWholeReference(item) ? [{ path: at, image: item }] : [];
  });
}
