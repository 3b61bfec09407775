import type { ResourceTree, TreeNode } from '../argocd/detailSchemas';
import type {
  ComparedResource,
  Diagnosis,
  OperationResource,
  WorkloadPod,
} from '../inventory/Diagnosis';
import { nameOf } from '../inventory/Diagnosis';

/** Pods of workloads: what hooks run is not what serves requests. */
export function podsOf(
  tree: ResourceTree,
  {
    resources,
    applied,
  }: {
    resources: readonly ComparedResource[];
    applied: readonly OperationResource[];
  },
): WorkloadPod[] {
  const hooks = new Set(
    [
      ...resources.filter(({ isHook }) => isHook),
      ...applied.filter(({ hook }) => hook),
    ].map(nameOf),
  );
  const byUid = new Map(tree.nodes.map(node => [node.uid ?? '', node]));
  const newest = newestReplicaSets(tree, byUid);
  const pods = tree.nodes.filter(({ kind }) => kind === 'Pod');
  const areRequestsCounted = pods.some(hasRequests);
  return pods
    .map(pod => ({ pod, owners: ownersOf(pod, byUid) }))
    .filter(
      ({ pod, owners }) =>
        ![pod, ...owners].some(one => hooks.has(nameOf(one))) &&
        !isOfJobOutsideGit(owners, resources),
    )
    .map(({ pod, owners }) => {
      const { name, images, health, createdAt } = pod;
      const set = owners.find(({ kind }) => kind === 'ReplicaSet');
      const top = owners.at(-1);
      return {
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
        isNewest:
          set && newest.size > 0 ? newest.has(set.uid ?? '') : undefined,
      };
    });
}

const CANNOT_RUN =
  /BackOff$|Err(ImagePull|ImageNeverPull)$|Create\w+Error$|InvalidImageName$/;

/** What the Pod of a hook shows that is under way and can't run. */
export function stuckHookIn(
  tree: ResourceTree,
  applied: readonly OperationResource[],
  now: number,
): Diagnosis['stuckHook'] {
  const byUid = new Map(tree.nodes.map(node => [node.uid ?? '', node]));
  const running = applied.filter(
    ({ hook, phase }) => hook && phase === 'Running',
  );
  for (const pod of tree.nodes.filter(({ kind }) => kind === 'Pod')) {
    const status = infoOf(pod, 'Status Reason') ?? '';
    const owners = [pod, ...ownersOf(pod, byUid)].map(nameOf);
    const hook = running.find(one => owners.includes(nameOf(one)));
    if (!hook) continue;
    const isUnplaced = status === 'Pending' && !isStarting(pod, now);
    if (isUnplaced || CANNOT_RUN.test(status))
      return { resource: nameOf(hook), status };
  }
  return undefined;
}

/** A Pod may take this long to start before anybody asks why. */
const STARTING_MS = 20_000;

export function isStarting(
  { createdAt }: { readonly createdAt?: string | null },
  now: number,
): boolean {
  return !(now - Date.parse(createdAt ?? '') >= STARTING_MS);
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

function infoOf({ info }: TreeNode, name: string): string | undefined {
  return info.find(one => one.name === name)?.value ?? undefined;
}

/**
 * The newest ReplicaSet that Kubernetes refuses Pods: only its own health says so, that of the
 * Deployment just waits.
 */
export function podsRefusedIn(tree: ResourceTree): Diagnosis['podsRefused'] {
  const byUid = new Map(tree.nodes.map(node => [node.uid ?? '', node]));
  const newest = newestReplicaSets(tree, byUid);
  const set = tree.nodes.find(
    ({ kind, uid, health }) =>
      kind === 'ReplicaSet' &&
      newest.has(uid ?? '') &&
      health?.status === 'Degraded' &&
      health.message,
  );
  const top = set && ownersOf(set, byUid).at(-1);
  return top && { resource: nameOf(top), detail: set.health?.message ?? '' };
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

/** From the nearest owner to the one at the top. */
function ownersOf(
  node: TreeNode,
  byUid: ReadonlyMap<string, TreeNode>,
): TreeNode[] {
  const owners: TreeNode[] = [];
  let parent = node.parentRefs[0];
  // A tree that goes round in circles is none, and its end is not waited for
  while (parent && owners.length < 10) {
    const owner = byUid.get(parent.uid ?? '') ?? {
      ...parent,
      kind: parent.kind ?? '',
      name: parent.name ?? '',
      namespace: node.namespace,
      parentRefs: [],
      info: [],
      images: [],
      health: undefined,
    };
    owners.push(owner);
    parent = owner.parentRefs[0];
  }
  return owners;
}

/** Of each workload, the ReplicaSet with the highest revision, which Argo CD shows as `Rev:12`. */
function newestReplicaSets(
  tree: ResourceTree,
  byUid: ReadonlyMap<string, TreeNode>,
): Set<string> {
  const newest = new Map<string, { uid: string; revision: number }>();
  for (const node of tree.nodes) {
    const owner = ownersOf(node, byUid)[0];
    if (node.kind !== 'ReplicaSet' || !owner) continue;
    const revision = revisionOf(node);
    if (revision === 0) continue;
    const known = newest.get(owner.uid ?? owner.name);
    if (!known || revision > known.revision)
      newest.set(owner.uid ?? owner.name, { uid: node.uid ?? '', revision });
  }
  return new Set([...newest.values()].map(({ uid }) => uid));
}

function revisionOf(node: TreeNode): number {
  return Number(/^Rev:(\d+)$/.exec(infoOf(node, 'Revision') ?? '')?.[1] ?? 0);
}
