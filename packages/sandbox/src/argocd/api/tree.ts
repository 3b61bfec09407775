import { compareText } from '../ApplicationStore';
import { LiveResource, Pod, podsOf, ReplicaSet } from '../cluster/LiveResource';
import { isOrdered } from '../cluster/ordinals';
import { isScheduled } from '../cluster/runs';
import { ControlledApplication } from '../controller/ControlledApplication';
import { hookTypeOf } from '../controller/compare';
import { uidOf } from '../ids';
import { JsonObject, Manifest, objectAt, at } from '../Json';
import { groupOf, keyOf, namespaceOf, versionOf } from '../manifests/render';

const host = {
  name: 'node-0',
  resourcesInfo: [
    { resourceName: 'cpu', capacity: 1000000 },
    { resourceName: 'memory', capacity: 1073741824000000 },
  ],
  systemInfo: {
    machineID: '',
    systemUUID: '',
    bootID: '',
    kernelVersion: 'simulated',
    osImage: '',
    containerRuntimeVersion: 'simulated',
    kubeletVersion: 'simulated',
    kubeProxyVersion: 'simulated',
    operatingSystem: 'linux',
    architecture: 'amd64',
  },
};

/** The resource tree: what was applied, what it owns, and what is missing. */
export function resourceTree(record: ControlledApplication): JsonObject {
  const { live } = record.cluster;
  const missing = (record.target?.manifests ?? []).filter(
    manifest => !hookTypeOf(manifest) && !live.has(keyOf(manifest)),
  );
  const nodes: JsonObject[] = [
    ...missing.map(manifest => ({
      ...refOf(manifest),
      health: { status: 'Missing' },
    })),
    ...[...live.values()].flatMap(nodesOf),
  ];
  nodes.sort((a, b) => compareText(sortKey(a), sortKey(b)));
  const hasPods = [...live.values()].some(
    resource => podsOf(resource).length > 0,
  );
  return { nodes, ...(hasPods ? { hosts: [host] } : {}) };
}

function nodesOf(live: LiveResource): JsonObject[] {
  const { manifest, uid } = live;
  const self = refOf(manifest);
  const parent = { ...self, uid };
  const replicaSets = isOrdered(live) ? [] : live.replicaSets;
  const ownPods = isOrdered(live) ? podsOf(live) : live.pods;
  const revision = replicaSets[0]?.revision;
  const selector = objectAt(manifest, 'spec', 'selector');
  const own: JsonObject = {
    ...self,
    uid,
    ...(revision
      ? { info: [{ name: 'Revision', value: `Rev:${revision}` }] }
      : {}),
    ...(manifest.kind === 'Service'
      ? { networkingInfo: { targetLabels: selector } }
      : {}),
    resourceVersion: live.resourceVersion,
    ...(live.health ? { health: { ...live.health } } : {}),
    createdAt: live.createdAt,
  };
  const setNodes = replicaSets.flatMap(set =>
    replicaSetNodes(set, manifest, parent),
  );
  const jobLabels = {
    'batch.kubernetes.io/job-name': manifest.metadata.name,
    'job-name': manifest.metadata.name,
  };
  const labels = {
    ...(manifest.kind === 'Job' ? jobLabels : {}),
    ...objectAt(manifest, 'spec', 'template', 'metadata', 'labels'),
  };
  const namespace = namespaceOf(manifest);
  const pods = isScheduled(manifest)
    ? ownPods.flatMap(pod => runNodes(pod, { parent, namespace, labels }))
    : ownPods.map(pod => podNode(pod, { parent, namespace, labels }));
  return [own, ...setNodes, ...pods, ...secretNodes(live, parent)];
}

/** A run of a CronJob: a Job and its Pod. */
function runNodes(
  pod: Pod,
  owner: { parent: JsonObject; namespace: string; labels: JsonObject },
): JsonObject[] {
  const job = {
    group: 'batch',
    version: 'v1',
    kind: 'Job',
    namespace: owner.namespace,
    name: `${pod.name}-job`,
    uid: uidOf(`Job of ${pod.uid}`),
  };
  const node = {
    ...job,
    parentRefs: [owner.parent],
    resourceVersion: pod.resourceVersion,
    health: { status: pod.health.status },
    createdAt: pod.createdAt,
  };
  return [node, podNode(pod, { ...owner, parent: job })];
}

function replicaSetNodes(
  set: ReplicaSet,
  deployment: Manifest,
  parent: JsonObject,
): JsonObject[] {
  const namespace = namespaceOf(deployment);
  const self = {
    group: 'apps',
    version: 'v1',
    kind: 'ReplicaSet',
    namespace,
    name: set.name,
  };
  const node = {
    ...self,
    uid: set.uid,
    parentRefs: [parent],
    info: [{ name: 'Revision', value: `Rev:${set.revision}` }],
    resourceVersion: set.resourceVersion,
    health: {
      status: set.pods.some(pod => pod.health.status !== 'Healthy')
        ? 'Progressing'
        : 'Healthy',
    },
    createdAt: set.createdAt,
  };
  const labels = {
    ...objectAt(deployment, 'spec', 'template', 'metadata', 'labels'),
    'pod-template-hash': set.hash,
  };
  return [
    node,
    ...set.pods.map(pod =>
      podNode(pod, { parent: { ...self, uid: set.uid }, namespace, labels }),
    ),
  ];
}

function podNode(
  pod: Pod,
  owner: { parent: JsonObject; namespace: string; labels: JsonObject },
): JsonObject {
  const isReady = pod.reason === 'Running' && pod.health.status === 'Healthy';
  return {
    version: 'v1',
    kind: 'Pod',
    namespace: owner.namespace,
    name: pod.name,
    uid: pod.uid,
    parentRefs: [owner.parent],
    info: [
      { name: 'Status Reason', value: pod.reason },
      { name: 'Node', value: 'node-0' },
      { name: 'Containers', value: `${isReady ? 1 : 0}/1` },
      ...(pod.reason === 'CrashLoopBackOff'
        ? [{ name: 'Restart Count', value: '7' }]
        : []),
    ],
    networkingInfo: { labels: owner.labels },
    resourceVersion: pod.resourceVersion,
    images: pod.images,
    health: { ...pod.health },
    createdAt: pod.createdAt,
  };
}

/** An ExternalSecret that was synced owns its Secret. */
function secretNodes(live: LiveResource, parent: JsonObject): JsonObject[] {
  if (
    live.manifest.kind !== 'ExternalSecret' ||
    live.health?.status !== 'Healthy'
  )
    return [];
  return [
    {
      version: 'v1',
      kind: 'Secret',
      namespace: namespaceOf(live.manifest),
      name: secretNameOf(live.manifest),
      uid: uidOf(`${live.uid}/secret`),
      parentRefs: [parent],
      resourceVersion: live.resourceVersion,
      createdAt: live.createdAt,
    },
  ];
}

export function secretNameOf(externalSecret: Manifest): string {
  return String(
    at(externalSecret, 'spec', 'target', 'name') ??
      externalSecret.metadata.name,
  );
}

function refOf(manifest: Manifest): JsonObject {
  const group = groupOf(manifest);
  const namespace = namespaceOf(manifest);
  return {
    ...(group ? { group } : {}),
    version: versionOf(manifest),
    kind: manifest.kind,
    ...(namespace ? { namespace } : {}),
    name: manifest.metadata.name,
  };
}

function sortKey(node: JsonObject): string {
  return [node.group ?? '', node.kind, node.namespace ?? '', node.name].join(
    '\u0000',
  );
}
