import {
  Health,
  HealthStatus,
  ResourceStatus,
  SyncStatus,
} from '../Application';
import { compareText } from '../ApplicationStore';
import { LiveResource, podsOf } from '../cluster/LiveResource';
import { canonical, Manifest, textAt } from '../Json';
import { groupOf, keyOf, namespaceOf, versionOf } from '../manifests/render';

/** Best to worst, as Argo CD orders them. */
const healthOrder: HealthStatus[] = [
  'Healthy',
  'Suspended',
  'Progressing',
  'Missing',
  'Degraded',
  'Unknown',
];

export interface Comparison {
  resources: ResourceStatus[];
  sync: SyncStatus;
  health: HealthStatus;
  images: string[];
}

export function hookTypeOf(manifest: Manifest): string | undefined {
  return textAt(manifest, 'metadata', 'annotations', 'argocd.argoproj.io/hook');
}

function isHealthIgnored(manifest: Manifest): boolean {
  const annotation = 'argocd.argoproj.io/ignore-healthcheck';
  return textAt(manifest, 'metadata', 'annotations', annotation) === 'true';
}

export function waveOf(manifest: Manifest): number {
  return Number(
    textAt(
      manifest,
      'metadata',
      'annotations',
      'argocd.argoproj.io/sync-wave',
    ) ?? 0,
  );
}

/**
 * Git beside the cluster. Hooks count neither for sync nor for health, but their pods' images do
 * (as recorded: a failed migration's image is in the summary of a Healthy application).
 * @param target undefined where manifests cannot be generated: every status is Unknown, health
 *   stays what it was
 */
export function compare(
  target: Manifest[] | undefined,
  live: ReadonlyMap<string, LiveResource>,
): Comparison {
  const wanted = new Map(
    (target ?? [])
      .filter(manifest => !hookTypeOf(manifest))
      .map(m => [keyOf(m), m]),
  );
  const resources: ResourceStatus[] = [];
  for (const [key, manifest] of wanted) {
    const found = live.get(key);
    const isSynced =
      found !== undefined && canonical(found.manifest) === canonical(manifest);
    const health: Health | undefined = found
      ? found.health
      : { status: 'Missing' };
    resources.push(
      resource(manifest, { status: isSynced ? 'Synced' : 'OutOfSync', health }),
    );
  }
  for (const [key, found] of live) {
    if (wanted.has(key)) continue;
    const status = target ? 'OutOfSync' : 'Unknown';
    const hook = found.hookType !== undefined;
    resources.push(
      resource(found.manifest, {
        ...(hook && target ? {} : { status }),
        health: found.health,
        ...(hook ? { hook } : {}),
        requiresPruning: true,
        ...(target ? {} : { syncWave: 0 }),
      }),
    );
  }
  resources.sort((a, b) => compareText(sortKey(a), sortKey(b)));
  const counted = resources.filter(entry => !entry.hook);
  const healths: HealthStatus[] = [
    ...[...wanted.keys()].map(
      (key): HealthStatus => (live.has(key) ? 'Healthy' : 'Missing'),
    ),
    ...[...live.values()].map(
      ({ manifest, health, hookType }): HealthStatus =>
        hookType !== undefined || isHealthIgnored(manifest)
          ? 'Healthy'
          : health?.status ?? 'Healthy',
    ),
  ];
  return {
    resources,
    sync: syncOf(target, counted),
    health: healths.reduce(worse, 'Healthy'),
    images: [
      ...new Set([...live.values()].flatMap(podsOf).flatMap(pod => pod.images)),
    ].sort(compareText),
  };
}

function syncOf(
  target: Manifest[] | undefined,
  resources: ResourceStatus[],
): SyncStatus {
  if (!target) return 'Unknown';
  return resources.every(entry => entry.status === 'Synced')
    ? 'Synced'
    : 'OutOfSync';
}

function worse(a: HealthStatus, b: HealthStatus): HealthStatus {
  return healthOrder.indexOf(a) >= healthOrder.indexOf(b) ? a : b;
}

function resource(
  manifest: Manifest,
  rest: Partial<ResourceStatus>,
): ResourceStatus {
  const group = groupOf(manifest);
  const namespace = namespaceOf(manifest);
  const {
    syncWave = waveOf(manifest),
    status,
    health,
    hook,
    requiresPruning,
  } = rest;
  return {
    ...(group ? { group } : {}),
    version: versionOf(manifest),
    kind: manifest.kind,
    ...(namespace ? { namespace } : {}),
    name: manifest.metadata.name,
    ...(status ? { status } : {}),
    ...(health ? { health } : {}),
    ...(hook ? { hook } : {}),
    ...(requiresPruning ? { requiresPruning } : {}),
    ...(syncWave ? { syncWave } : {}),
  };
}

function sortKey(entry: ResourceStatus): string {
  return [
    entry.group ?? '',
    entry.kind,
    entry.namespace ?? '',
    entry.name,
  ].join('\u0000');
}
