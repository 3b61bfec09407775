import type { ApplicationDetail, ResourceTree } from '../argocd/detailSchemas';
import { Diagnosis, nameOf } from '../inventory/Diagnosis';
import { stuckHookIn } from './stuckHook';

const domain = 'argocd.argoproj.io';

/**
 * The hook that the deletion of an Application waits for. Argo CD takes a finalizer of the
 * Application away when its step is done: PreDelete hooks, the resources, PostDelete hooks. What
 * is in the tree, belongs to nothing else, and was created since the deletion began, is a hook.
 */
export function deletionHookIn(
  { metadata }: ApplicationDetail,
  tree: ResourceTree | undefined,
  { deletedSince, now }: { deletedSince: string; now: number },
): Diagnosis['deletionHook'] {
  const type = typeOf(metadata.finalizers);
  if (!type) return undefined;
  const hooks = (tree?.nodes ?? []).filter(
    ({ parentRefs, createdAt }) =>
      parentRefs.length === 0 &&
      createdAt &&
      Date.parse(createdAt) >= Date.parse(deletedSince),
  );
  return {
    type,
    resources: hooks.map(nameOf),
    stuckAt: tree && stuckHookIn(tree, hooks, now)?.status,
  };
}

function typeOf(
  finalizers: readonly string[],
): 'PreDelete' | 'PostDelete' | undefined {
  if (finalizers.includes(`pre-delete-finalizer.${domain}`)) return 'PreDelete';
  const areResourcesLeft = finalizers.some(one =>
    one.startsWith(`resources-finalizer.${domain}`),
  );
  return !areResourcesLeft &&
    finalizers.includes(`post-delete-finalizer.${domain}`)
    ? 'PostDelete'
    : undefined;
}
