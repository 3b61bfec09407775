import type { ResourceTree } from '../argocd/detailSchemas';
import { Diagnosis, nameOf } from '../inventory/Diagnosis';
import { byUid, newestReplicaSets, ownersOf } from './tree';

/**
 * The newest ReplicaSet that Kubernetes refuses Pods: only its own health says so, that of the
 * Deployment just waits.
 */
export function podsRefusedIn(tree: ResourceTree): Diagnosis['podsRefused'] {
  const nodes = byUid(tree);
  const set = [...newestReplicaSets(tree).values()].find(
    ({ health }) => health?.status === 'Degraded' && health.message,
  );
  const top = set && ownersOf(set, nodes).at(-1);
  return top && { resource: nameOf(top), detail: set.health?.message ?? '' };
}
