import { nameOf, Workload } from '../inventory/Diagnosis';
import type { Entry } from '../inventory/Entry';
import { ownImages } from './ownPods';

/**
 * What is known of Pods that Argo CD does not show, as where a project does not permit Pods or
 * ReplicaSets, or the settings leave them out: the workload itself still counts those that are
 * ready, and runs that are under way.
 */
export function servedUnseen(
  { diagnosis }: Entry,
  repository: string | undefined,
): { images: string[]; areServing: boolean; mayRun: boolean } {
  const hidden = (diagnosis?.workloads ?? []).filter(
    one => !diagnosis?.pods?.some(({ workload }) => workload === nameOf(one)),
  );
  const mayRun = hidden.some(mayHaveRun);
  const unserved = { images: [], areServing: false, mayRun };
  if (!diagnosis) return unserved;
  const own = hidden.filter(
    ({ pods, inCluster }) =>
      (pods === 'kept' || pods === 'once') &&
      (inCluster?.ready ?? 0) > 0 &&
      (!repository ||
        ownImages(inCluster?.images ?? [], diagnosis, repository).length > 0),
  );
  if (own.length === 0) return unserved;
  // While a rollout is under way, the ready ones may be of either version. A Job has one template
  const isSettled = own.every(
    ({ pods, kind, name }) =>
      pods === 'once' ||
      diagnosis.resources.some(
        one =>
          one.kind === kind && one.name === name && one.health === 'Healthy',
      ),
  );
  return {
    areServing: true,
    mayRun,
    images:
      isSettled && repository
        ? own.flatMap(({ inCluster }) =>
            ownImages(inCluster?.images ?? [], diagnosis, repository),
          )
        : [],
  };
}

/** A run of a schedule comes and goes while nothing that a list shows changes. */
function mayHaveRun({ pods, inCluster }: Workload): boolean {
  const { runs = 0, hasRun = false, isSuspended = false } = inCluster ?? {};
  return runs > 0 || (pods === 'scheduled' && hasRun && !isSuspended);
}
