import type { ManagedResources } from '../argocd/detailSchemas';
import { isWorkload } from '../judgement/failure';

/** Images of workloads in Git's manifests. Nothing else of a manifest is looked at. */
export function wantedImagesOf(managed: ManagedResources): string[] {
  const images = managed.items
    .filter(({ kind, targetState }) => isWorkload(kind) && targetState)
    .flatMap(({ targetState }) => containerImages(parseObject(targetState)));
  return [...new Set(images)];
}

function containerImages(manifest: unknown): string[] {
  const containers =
    at(
      manifest,
      'spec',
      'jobTemplate',
      'spec',
      'template',
      'spec',
      'containers',
    ) ?? at(manifest, 'spec', 'template', 'spec', 'containers');
  if (!Array.isArray(containers)) return [];
  return containers
    .map(container => at(container, 'image'))
    .filter(image => typeof image === 'string');
}

/** Name of the key that an ExternalSecret's manifest provides at a place in `spec.data`. */
export function secretKeyAt(
  manifest: string | null | undefined,
  index: string,
): string | undefined {
  const key = at(parseObject(manifest), 'spec', 'data', index, 'secretKey');
  return typeof key === 'string' ? key : undefined;
}

function parseObject(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? Reflect.get(inner, key)
        : undefined,
    value,
  );
}
