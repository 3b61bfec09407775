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

/** Of each workload, the ReplicaSet with the highest revision, which Argo CD shows as `Rev:12`. */
export function newestReplicaSets(
  tree: ResourceTree,
  nodes: ReadonlyMap<string, TreeNode>,
): Set<string> {
  const newest = new Map<string, { uid: string; revision: number }>();
  for (const node of tree.nodes) {
    const owner = ownersOf(node, nodes)[0];
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
