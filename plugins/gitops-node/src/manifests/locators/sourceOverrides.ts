import type { Document } from 'yaml';
import { parseImage } from '../../images';
import { scalarIn, valueOf } from '../readDocuments';
import {
  ApplicationManifests,
  ManifestSource,
  Path,
  VersionPlace,
  written,
} from '../VersionPlace';
import { ImageValue, imagePlace, imageValues, withName } from './imageValues';
import { valuesOf } from './values';

export type Override = Pick<
  VersionPlace,
  'path' | 'current' | 'scalars' | 'prefix' | 'isNameGuessed'
>;

/**
 * Versions that an Application itself gives to its source: Kustomize's images, Helm's parameters
 * and values.
 *
 * @param root - where the source stands in the document
 */
export function overridesIn(
  document: Document | undefined,
  file: string,
  root: Path,
  application: Pick<ApplicationManifests, 'labels' | 'name'>,
): Override[] {
  const { helm, kustomize } = (contentAt(document, file, root) ??
    {}) as Partial<ManifestSource>;
  const named = (image: ImageValue) => withName(image, {}, application);
  const valuesRoot = [...root, 'helm', 'valuesObject'];
  const values = imageValues(helm?.valuesObject).flatMap(
    image => imagePlace(document, named(image), valuesRoot) ?? [],
  );
  return [
    ...kustomizeImages(document, kustomize?.images, root),
    ...parameters(document, helm?.parameters, root, named),
    ...values,
  ];
}

function contentAt(
  document: Document | undefined,
  file: string,
  root: Path,
): unknown {
  return root.reduce<unknown>(
    (value, key) =>
      (value as Record<string | number, unknown> | null | undefined)?.[key],
    valueOf(document, file),
  );
}

/** `registry/orders:1.0.0` and `orders=registry/orders:1.0.0` */
function kustomizeImages(
  document: Document | undefined,
  images: unknown,
  root: Path,
): Override[] {
  if (!Array.isArray(images)) return [];
  return images.flatMap((_, index) => {
    const reference = [...root, 'kustomize', 'images', index];
    const text = scalarIn(document, reference) ?? '';
    const prefix = text.slice(0, text.indexOf('=') + 1);
    const parts = parseImage(text.slice(prefix.length));
    if (parts.tag === undefined && parts.digest === undefined) return [];
    return {
      path: written(reference),
      current: { kind: 'image', ...parts },
      scalars: { reference },
      ...(prefix ? { prefix } : {}),
    };
  });
}

/** Parameters are values with their paths written as names: `image.tag`. */
function parameters(
  document: Document | undefined,
  given: unknown,
  root: Path,
  named: (image: ImageValue) => ImageValue,
): Override[] {
  if (!Array.isArray(given)) return [];
  const values = valuesOf(given);
  const at = (path: Path): Path => [
    ...root,
    'helm',
    'parameters',
    given.findIndex(one => one?.name === path.join('.')),
    'value',
  ];
  return imageValues(values).flatMap(image => {
    const moved =
      'reference' in image
        ? { ...named(image), reference: at(image.reference) }
        : {
            ...named(image),
            tag: at(image.tag),
            ...(image.digest ? { digest: at(image.digest) } : {}),
          };
    return imagePlace(document, moved) ?? [];
  });
}
