import type { ResourceTree, TreeNode } from '../argocd/detailSchemas';
import type { OperationResource } from '../inventory/Diagnosis';

/** Looks things up in the resource tree of an Application. */

export function byUid({ nodes }: ResourceTree): ReadonlyMap<string, TreeNode> {
  return new Map(nodes.map(node => [node.uid ?? '', node]));
}

/** What Argo CD shows of a node under a name, such as `Status Reason`. */
export function infoOf({ info }: TreeNode, name: string): string | undefined {
  return info.find(one => one.name === name)?.value ?? undefined;
}

/** From the nearest owner to the one at the top. */
export function ownersOf(
  node: TreeNode,
  nodes: ReadonlyMap<string, TreeNode>,
): TreeNode[] {
  const owners: TreeNode[] = [];
  let parent = node.parentRefs[0];
  // A tree that goes round in circles is none, and its end is not waited for
  while (parent && owners.length < 10) {
    const owner = nodes.get(parent.uid ?? '') ?? {
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

/**
 * Of each workload, by its uid or name, the ReplicaSet with the highest revision, which Argo CD
 * shows as `Rev:12`.
 */
export function newestReplicaSets(
  tree: ResourceTree,
): ReadonlyMap<string, TreeNode> {
  const newest = new Map<string, TreeNode>();
  for (const node of tree.nodes) {
    const owner = ownerOf(node);
    const revision = revisionOf(node);
    if (node.kind !== 'ReplicaSet' || !owner || revision === 0) continue;
    const known = newest.get(owner);
    if (!known || revision > revisionOf(known)) newest.set(owner, node);
  }
  return newest;
}

/** Undefined where no ReplicaSet of its workload has a revision. */
export function isNewestSet(
  set: TreeNode,
  newest: ReadonlyMap<string, TreeNode>,
): boolean | undefined {
  const known = newest.get(ownerOf(set) ?? '');
  return known && known.uid === set.uid;
}

function ownerOf({ parentRefs: [owner] }: TreeNode): string | undefined {
  return owner?.uid ?? owner?.name ?? undefined;
}

function revisionOf(node: TreeNode): number {
  return Number(/^Rev:(\d+)$/.exec(infoOf(node, 'Revision') ?? '')?.[1] ?? 0);
}

/** Hooks of an operation, with when they were created. They may be deleted when they have ended. */
export function withCreation(
  resource: OperationResource,
  { nodes }: ResourceTree,
): OperationResource {
  if (resource.hook === undefined) return resource;
  const node = nodes.find(
    ({ kind, name, namespace }) =>
      kind === resource.kind &&
      name === resource.name &&
      (namespace ?? '') === resource.namespace,
  );
  return { ...resource, createdAt: node?.createdAt ?? undefined };
}
