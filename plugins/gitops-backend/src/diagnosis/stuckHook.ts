import type { ResourceTree } from '../argocd/detailSchemas';
import { Diagnosis, nameOf, ResourceName } from '../inventory/Diagnosis';
import { CANNOT_RUN, isStarting } from './podStatus';
import { byUid, infoOf, ownersOf } from './tree';

/**
 * What the Pod of a hook shows that can't run.
 *
 * @param running - the hooks that are under way
 */
export function stuckHookIn(
  tree: ResourceTree,
  running: readonly Pick<ResourceName, 'kind' | 'name'>[],
  now: number,
): Diagnosis['stuckHook'] {
  const nodes = byUid(tree);
  for (const pod of tree.nodes.filter(({ kind }) => kind === 'Pod')) {
    const status = infoOf(pod, 'Status Reason') ?? '';
    const owners = [pod, ...ownersOf(pod, nodes)].map(nameOf);
    const hook = running.find(one => owners.includes(nameOf(one)));
    if (!hook) continue;
    const isUnplaced = status === 'Pending' && !isStarting(pod, now);
    // A Job tries again after a Pod that has ended
    const hasEnded = /^(Error|OOMKilled)$/.test(status);
    if (isUnplaced || (CANNOT_RUN.test(status) && !hasEnded))
      return { resource: nameOf(hook), status };
  }
  return undefined;
}
