import type { ResourceTree, TreeNode } from '../argocd/detailSchemas';
import type {
  ComparedResource,
  OperationResource,
  Workload,
  WorkloadPod,
} from '../inventory/Diagnosis';
import { nameOf } from '../inventory/Diagnosis';
import { isOver } from './podStatus';
import { isTask, podLifetimeOf } from './workloads';
import {
  byUid,
  infoOf,
  isNewestSet,
  newestReplicaSets,
  ownersOf,
} from './tree';

/** Pods of workloads: what hooks run is not what serves requests. */
export function podsOf(
  tree: ResourceTree,
  {
    resources,
    applied,
    workloads = [],
  }: {
    resources: readonly ComparedResource[];
    applied: readonly OperationResource[];
    workloads?: readonly Workload[];
  },
): WorkloadPod[] {
  const hooks = new Set(
    [
      ...resources.filter(({ isHook }) => isHook),
      ...applied.filter(({ hook }) => hook),
    ].map(nameOf),
  );
  const nodes = byUid(tree);
  const newest = newestReplicaSets(tree);
  const pods = tree.nodes.filter(({ kind }) => kind === 'Pod');
  const areRequestsCounted = pods.some(hasRequests);
  return pods
    .map(pod => ({ pod, owners: ownersOf(pod, nodes) }))
    .filter(
      ({ pod, owners }) =>
        ![pod, ...owners].some(one => hooks.has(nameOf(one))) &&
        !isOfJobOutsideGit(owners, resources),
    )
    .map(({ pod, owners }) => {
      const { name, images, health, createdAt } = pod;
      const set = owners.find(({ kind }) => kind === 'ReplicaSet');
      const top = owners.at(-1);
      const found: WorkloadPod = {
        name,
        createdAt: createdAt ?? undefined,
        images,
        health: health?.status ?? undefined,
        message: health?.message || undefined,
        status: infoOf(pod, 'Status Reason'),
        hasEnded: areRequestsCounted && !hasRequests(pod),
        areContainersReady: areAllReady(infoOf(pod, 'Containers')),
        restarts: Number(infoOf(pod, 'Restart Count')) || undefined,
        workload: top && nameOf(top),
        isNewest: set && isNewestSet(set, newest),
        isIdle: (set && isIdle(set, top, workloads)) || undefined,
      };
      return top && isUnfollowed(found, top, workloads)
        ? { ...found, isUnfollowed: true }
        : found;
    });
}

function isUnfollowed(
  pod: WorkloadPod,
  top: TreeNode,
  workloads: readonly Workload[],
): boolean {
  // What is known of runs is never taken to last
  if (isTask(pod.workload)) return false;
  return (
    !top.health?.status ||
    mayBeRun(pod) ||
    workloads.some(
      one => nameOf(one) === pod.workload && one.inCluster?.isHealthIgnored,
    )
  );
}

/** Of a kind that isn't known here, and run to its end: another run may begin at any time. */
function mayBeRun(pod: WorkloadPod): boolean {
  return (
    podLifetimeOf(pod.workload) === undefined &&
    (isOver(pod) || pod.health === 'Progressing')
  );
}

/** Whether a blue-green Rollout sends its requests to another ReplicaSet. */
function isIdle(
  set: TreeNode,
  top: TreeNode | undefined,
  workloads: readonly Workload[],
): boolean {
  const { activeHash } =
    workloads.find(one => top && nameOf(one) === nameOf(top))?.inCluster ?? {};
  return activeHash !== undefined && !set.name.endsWith(`-${activeHash}`);
}

/** Argo CD counts what a Pod requests until it has succeeded or failed. */
function hasRequests({ info }: TreeNode): boolean {
  return info.some(({ name }) => name === 'cpu');
}

/** `2/2` */
function areAllReady(containers: string | undefined): boolean {
  const [ready, total] = (containers ?? '').split('/').map(Number);
  return total > 0 && ready === total;
}

/**
 * A Job that is neither a workload of the Application nor a CronJob's: it belongs to a hook of an
 * earlier operation.
 */
function isOfJobOutsideGit(
  owners: readonly TreeNode[],
  resources: readonly ComparedResource[],
): boolean {
  const top = owners.at(-1);
  return (
    top?.kind === 'Job' && !resources.some(one => nameOf(one) === nameOf(top))
  );
}
