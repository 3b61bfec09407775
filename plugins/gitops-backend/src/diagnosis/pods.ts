import type { ResourceTree, TreeNode } from '../argocd/detailSchemas';
import type {
  ComparedResource,
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
  return tree.nodes
    .filter(({ kind }) => kind === 'Pod')
    .map(pod => ({ pod, owners: ownersOf(pod, byUid) }))
    .filter(
      ({ pod, owners }) =>
        ![pod, ...owners].some(one => hooks.has(nameOf(one))) &&
        !isOfJobOutsideGit(owners, resources),
    )
    .map(({ pod: { name, images, health, info, createdAt }, owners }) => {
      const set = owners.find(({ kind }) => kind === 'ReplicaSet');
      const top = owners.at(-1);
      return {
        name,
        createdAt: createdAt ?? undefined,
        images,
        health: health?.status ?? undefined,
        message: health?.message || undefined,
        status:
          info.find(one => one.name === 'Status Reason')?.value ?? undefined,
        workload: top && nameOf(top),
        isNewest:
          set && newest.size > 0 ? newest.has(set.uid ?? '') : undefined,
      };
    });
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

function revisionOf({ info }: TreeNode): number {
  const shown = info.find(({ name }) => name === 'Revision')?.value;
  return Number(/^Rev:(\d+)$/.exec(shown ?? '')?.[1] ?? 0);
}
