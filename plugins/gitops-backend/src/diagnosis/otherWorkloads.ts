import type { ManagedResources, ResourceTree } from '../argocd/detailSchemas';
import { type ComparedResource, nameOf } from '../inventory/Diagnosis';
import { at, parseManifest } from './manifests';
import { isWorkload } from './workloads';

/** A reference with a tag, a digest or a path; policies have patterns in the same place. */
const IMAGE = /^[\w.-]+[:/][\w.:/@-]+$/;

/**
 * Whether something runs Pods, at times at least, that is no workload of a kind known here: its
 * manifest has an image, or it has made a workload.
 */
export function hasOtherWorkloads(
  tree: ResourceTree | undefined,
  managed: ManagedResources | undefined,
  resources: readonly ComparedResource[],
): boolean {
  const hooks = resources.filter(({ isHook }) => isHook).map(nameOf);
  return (
    (tree?.nodes ?? []).some(
      one =>
        isKnown(one) &&
        one.parentRefs.some(
          ({ group, kind, name }) =>
            !isKnown({ group, kind: kind ?? '' }) &&
            !hooks.includes(`${kind} ${name}`),
        ),
    ) ||
    (managed?.items ?? []).some(
      one =>
        !isKnown(one) &&
        !hooks.includes(nameOf(one)) &&
        [one.targetState, one.liveState].some(manifest =>
          hasImage(at(parseManifest(manifest), 'spec')),
        ),
    )
  );
}

function isKnown({ group, kind }: { group?: string | null; kind: string }) {
  return isWorkload({ group: group ?? '', kind });
}

function hasImage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) =>
    key === 'image' && typeof inner === 'string'
      ? IMAGE.test(inner)
      : hasImage(inner),
  );
}
