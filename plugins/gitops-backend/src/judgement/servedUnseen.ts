import { nameOf } from '../inventory/Diagnosis';
import type { Entry } from '../inventory/Entry';
import { ownImages } from './ownPods';

/**
 * Where a project does not permit Pods or ReplicaSets, Argo CD shows no Pods; the workload itself
 * still counts those that are ready.
 */
export function servedUnseen(
  { diagnosis }: Entry,
  repository: string | undefined,
): { images: string[]; areServing: boolean } {
  const unserved = { images: [], areServing: false };
  if (!diagnosis) return unserved;
  const own = (diagnosis.workloads ?? []).filter(
    ({ kind, name, inCluster, pods }) =>
      pods === 'kept' &&
      !diagnosis.pods?.some(
        ({ workload }) => workload === nameOf({ kind, name }),
      ) &&
      (inCluster?.ready ?? 0) > 0 &&
      (!repository ||
        ownImages(inCluster?.images ?? [], diagnosis, repository).length > 0),
  );
  if (own.length === 0) return unserved;
  // While a rollout is under way, the ready ones may be of either version
  const isSettled = own.every(({ kind, name }) =>
    diagnosis.resources.some(
      one => one.kind === kind && one.name === name && one.health === 'Healthy',
    ),
  );
  return {
    areServing: true,
    images:
      isSettled && repository
        ? own.flatMap(({ inCluster }) =>
            ownImages(inCluster?.images ?? [], diagnosis, repository),
          )
        : [],
  };
}
