import { Application } from '../Application';
import { uidOf } from '../ids';
import { JsonObject } from '../Json';
import { SIDECAR_IMAGE } from '../synthetic';

/**
 * What the cluster of an Application has that was made by number: its Deployment with one Pod, in
 * which a sidecar runs beside the service.
 */
export function syntheticTree(application: Application): JsonObject {
  const { metadata, status } = application;
  const nodes = (status.resources ?? []).flatMap(
    ({ kind, group = '', version, namespace, name, health }) => {
      const workload = {
        group,
        version,
        kind,
        namespace,
        name,
        uid: uidOf(`${metadata.name}/${name}`),
      };
      const replicaSet = {
        ...workload,
        kind: 'ReplicaSet',
        name: `${name}-6b8d`,
        uid: uidOf(`${metadata.name}/${name}-6b8d`),
      };
      const { creationTimestamp: createdAt } = metadata;
      return [
        { ...workload, health: { ...health }, createdAt },
        {
          ...replicaSet,
          parentRefs: [workload],
          info: [{ name: 'Revision', value: 'Rev:1' }],
          health: { ...health },
          createdAt,
        },
        {
          version: 'v1',
          kind: 'Pod',
          namespace,
          name: `${replicaSet.name}-x7k2p`,
          uid: uidOf(`${metadata.name}/${replicaSet.name}-x7k2p`),
          parentRefs: [replicaSet],
          info: [
            { name: 'Status Reason', value: 'Running' },
            { name: 'Containers', value: '2/2' },
          ],
          images: [...(status.summary.images ?? [])],
          health: { status: 'Healthy' },
          createdAt,
        },
      ];
    },
  );
  return { nodes };
}

/** `GET …/managed-resources` of such an Application. */
export function syntheticResources(application: Application): JsonObject {
  const items = manifestsOf(application).map(manifest => ({
    group: manifest.apiVersion.split('/')[0],
    kind: manifest.kind,
    ...manifest.metadata,
    targetState: JSON.stringify(manifest),
    liveState: JSON.stringify({ ...manifest, status: { readyReplicas: 1 } }),
  }));
  return { items };
}

/** `GET …/manifests` of such an Application. */
export function syntheticManifests(application: Application): JsonObject {
  return {
    manifests: manifestsOf(application).map(one => JSON.stringify(one)),
  };
}

function manifestsOf({ status }: Application) {
  // The mesh puts its sidecar into Pods, not into the Deployment
  const images = (status.summary.images ?? []).filter(
    image => image !== SIDECAR_IMAGE,
  );
  return (status.resources ?? []).map(
    ({ kind, group = '', version, namespace, name }) => ({
      apiVersion: `${group}/${version}`,
      kind,
      metadata: { name, namespace },
      spec: {
        replicas: 1,
        template: {
          spec: { containers: images.map(image => ({ image })) },
        },
      },
    }),
  );
}
