import { LiveResource } from '../cluster/LiveResource';
import { ControlledApplication } from '../controller/ControlledApplication';
import { hookTypeOf } from '../controller/compare';
import { uidOf } from '../ids';
import {
  canonical,
  isObject,
  JsonObject,
  listAt,
  Manifest,
  objectAt,
  textAt,
} from '../Json';
import { groupOf, keyOf, namespaceOf } from '../manifests/render';
import { secretNameOf } from './tree';

/** `GET …/managed-resources`: target and live state of all but hooks, as JSON in JSON. */
export function managedResources(record: ControlledApplication): JsonObject {
  const { live } = record.cluster;
  const targets = new Map(
    (record.target?.manifests ?? [])
      .filter(m => !hookTypeOf(m))
      .map(m => [keyOf(m), m]),
  );
  const keys = new Set([
    ...targets.keys(),
    ...[...live].filter(([, found]) => !found.hookType).map(([key]) => key),
  ]);
  const items = [...keys].sort().map(key => {
    const target = targets.get(key);
    const found = live.get(key);
    const manifest = target ?? found?.manifest;
    if (!manifest) return {};
    const group = groupOf(manifest);
    const state = found ? canonical(liveManifest(found)) : 'null';
    const isModified =
      !found || !target || canonical(found.manifest) !== canonical(target);
    return {
      ...(group ? { group } : {}),
      kind: manifest.kind,
      namespace: namespaceOf(manifest),
      name: manifest.metadata.name,
      targetState: target ? canonical(target) : 'null',
      liveState: state,
      normalizedLiveState: state,
      predictedLiveState: target
        ? canonical(found ? merged(liveManifest(found), target) : target)
        : 'null',
      ...(found ? { resourceVersion: found.resourceVersion } : {}),
      ...(isModified ? { modified: true } : {}),
    };
  });
  return { items };
}

/** As applying a manifest would: what the manifest does not set stays. Lists are replaced. */
function merged(live: JsonObject, target: JsonObject): JsonObject {
  return {
    ...live,
    ...Object.fromEntries(
      Object.entries(target).map(([key, value]) => {
        const before = live[key];
        return [
          key,
          isObject(before) && isObject(value) ? merged(before, value) : value,
        ];
      }),
    ),
  };
}

/** A resource as `kubectl get` shows it: what was applied, defaults and status. */
export function liveManifest(live: LiveResource): JsonObject {
  const { manifest } = live;
  const metadata: JsonObject = {
    ...manifest.metadata,
    annotations: {
      ...objectAt(manifest.metadata.annotations),
      'kubectl.kubernetes.io/last-applied-configuration': `${canonical(
        manifest,
      )}\n`,
    },
    creationTimestamp: live.createdAt,
    generation: 1,
    resourceVersion: live.resourceVersion,
    uid: live.uid,
  };
  if (manifest.kind === 'ExternalSecret') return externalSecret(live, metadata);
  return { ...manifest, metadata };
}

function externalSecret(live: LiveResource, metadata: JsonObject): JsonObject {
  const { manifest, health } = live;
  const isSynced = health?.status === 'Healthy';
  return {
    ...manifest,
    metadata: {
      ...metadata,
      finalizers: [
        'externalsecrets.external-secrets.io/externalsecret-cleanup',
      ],
    },
    spec: {
      ...objectAt(manifest.spec),
      target: {
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
        ...objectAt(manifest, 'spec', 'target'),
      },
    },
    status: {
      binding: { name: isSynced ? secretNameOf(manifest) : '' },
      conditions: [
        {
          lastTransitionTime: live.createdAt,
          message: health?.message ?? '',
          reason: isSynced ? 'SecretSynced' : 'SecretSyncedError',
          status: isSynced ? 'True' : 'False',
          type: 'Ready',
        },
      ],
      refreshTime: isSynced ? live.createdAt : null,
      ...(isSynced
        ? {
            syncedResourceVersion: `1-${uidOf(canonical(manifest)).replace(
              /-/g,
              '',
            )}`,
          }
        : {}),
    },
  };
}

/**
 * The manifest that `GET …/resource` answers; undefined where there is no such resource. A Secret's
 * values are `++++++++`, as Argo CD writes them: the simulation has no values at all.
 */
export function resourceManifest(
  record: ControlledApplication,
  wanted: { group: string; kind: string; namespace: string; name: string },
): JsonObject | undefined {
  const { group, kind, namespace, name } = wanted;
  const found = record.cluster.live.get(
    `${group}/${kind}/${namespace}/${name}`,
  );
  if (found) return liveManifest(found);
  if (kind !== 'Secret') return undefined;
  const owner = [...record.cluster.live.values()].find(
    ({ manifest, health }) =>
      manifest.kind === 'ExternalSecret' &&
      health?.status === 'Healthy' &&
      secretNameOf(manifest) === name,
  );
  return owner && redactedSecret(owner);
}

function redactedSecret(owner: LiveResource): JsonObject {
  const manifest: Manifest = owner.manifest;
  const keys = listAt(manifest, 'spec', 'data').flatMap(
    entry => textAt(entry, 'secretKey') ?? [],
  );
  return {
    apiVersion: 'v1',
    data: Object.fromEntries(keys.map(key => [key, '++++++++'])),
    kind: 'Secret',
    metadata: {
      creationTimestamp: owner.createdAt,
      labels: { 'reconcile.external-secrets.io/managed': 'true' },
      name: secretNameOf(manifest),
      namespace: namespaceOf(manifest),
      ownerReferences: [
        {
          apiVersion: manifest.apiVersion,
          blockOwnerDeletion: true,
          controller: true,
          kind: manifest.kind,
          name: manifest.metadata.name,
          uid: owner.uid,
        },
      ],
      resourceVersion: owner.resourceVersion,
      uid: uidOf(`${owner.uid}/secret`),
    },
    type: 'Opaque',
  };
}
