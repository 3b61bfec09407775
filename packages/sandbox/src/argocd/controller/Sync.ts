import { Clock } from '../../Clock';
import { Health, Retry, SyncResultResource } from '../Application';
import { Applied, Cluster } from '../cluster/Cluster';
import { Manifest } from '../Json';
import { imagesOf } from '../manifests/images';
import { groupOf, namespaceOf, versionOf } from '../manifests/render';
import { hookTypeOf, waveOf } from './compare';

/** Argo CD waits so long between waves (ARGOCD_SYNC_WAVE_DELAY). */
export const waveDelayMs = 2000;

const failed = 'one or more synchronization tasks completed unsuccessfully';
/** Order inside a wave, of the kinds the simulation meets; others follow. */
const kindOrder = [
  'Namespace',
  'Secret',
  'ConfigMap',
  'PersistentVolumeClaim',
  'ServiceAccount',
  'Service',
  'Deployment',
];

export interface SyncProgress {
  phase: 'Running' | 'Succeeded' | 'Failed';
  message?: string;
  retryCount: number;
  resources: SyncResultResource[];
}

/**
 * Runs one operation: waves in their order, the next one 2 s after the last is well. A wave with a
 * resource that degrades fails the attempt, and the attempts that `retry` allows follow. The last
 * wave's workloads are applied but not waited for.
 * @returns what cancels it
 */
export function runSync(options: {
  manifests: Manifest[];
  cluster: Cluster;
  clock: Clock;
  retry: Retry;
  /** Namespace to create first; undefined where it is there */
  newNamespace?: string;
  onApply: (manifest: Manifest) => void;
  onProgress: (progress: SyncProgress) => void;
}): () => void {
  const { cluster, clock, retry } = options;
  const waves = [...new Set(options.manifests.map(waveOf))].sort(
    (a, b) => a - b,
  );
  const namespaces: SyncResultResource[] = options.newNamespace
    ? [namespaceResult(options.newNamespace)]
    : [];
  let results: SyncResultResource[] = namespaces;
  let retryCount = 0;
  let cancel = () => {};
  let isCancelled = false;
  runWave(0);
  return () => {
    isCancelled = true;
    cancel();
  };

  function runWave(index: number): void {
    const manifests = options.manifests
      .filter(manifest => waveOf(manifest) === waves[index])
      .sort(byKind);
    const isLast = index >= waves.length - 1;
    const waitedFor = manifests.filter(
      manifest => !isLast || hookTypeOf(manifest),
    );
    const healths: (Health | undefined)[] = [];
    const settle = (
      manifest: Manifest,
      result: SyncResultResource,
      health: Health | undefined,
    ) => {
      if (!waitedFor.includes(manifest)) return;
      result.message = health?.message ?? result.message;
      result.hookPhase = health?.status === 'Degraded' ? 'Failed' : 'Succeeded';
      healths.push(health);
      if (healths.length === waitedFor.length)
        later(0, () => settled(index, isLast, healths));
    };
    manifests.forEach(manifest => {
      options.onApply(manifest);
      const hookType = hookTypeOf(manifest);
      const result = resultOf(manifest, hookType);
      results = [...results, result];
      const applied = cluster.apply(manifest, {
        hookType,
        onSettled: health => settle(manifest, result, health),
      });
      result.message ??= appliedMessage(manifest, applied);
    });
    report('Running', undefined);
    if (waitedFor.length === 0) later(0, () => settled(index, isLast, healths));
  }

  function settled(
    index: number,
    isLast: boolean,
    healths: (Health | undefined)[],
  ): void {
    if (healths.some(health => health?.status === 'Degraded')) failAttempt();
    else if (isLast) report('Succeeded', 'successfully synced (all tasks run)');
    else {
      report('Running', undefined);
      later(waveDelayMs, () => runWave(index + 1));
    }
  }

  function failAttempt(): void {
    const limit = retry.limit ?? 0;
    if (retryCount >= limit) {
      report(
        'Failed',
        `${failed}${limit > 0 ? ` (retried ${retryCount} times).` : ''}`,
      );
      return;
    }
    const waitMs = backoffMs(retry, retryCount);
    retryCount++;
    const time = new Date(clock.now() + waitMs).toISOString().slice(11, 16);
    report('Running', `${failed}. Retrying attempt #${retryCount} at ${time}.`);
    later(waitMs, () => {
      results = namespaces;
      runWave(0);
    });
  }

  function report(
    phase: SyncProgress['phase'],
    message: string | undefined,
  ): void {
    if (!isCancelled)
      options.onProgress({
        phase,
        message,
        retryCount,
        resources: results.map(entry => ({ ...entry })),
      });
  }

  function later(ms: number, callback: () => void): void {
    cancel = clock.after(ms, () => {
      if (!isCancelled) callback();
    });
  }
}

function backoffMs(retry: Retry, attempt: number): number {
  const base = durationMs(retry.backoff?.duration ?? '5s');
  const max = durationMs(retry.backoff?.maxDuration ?? '3m');
  return Math.min(max, base * (retry.backoff?.factor ?? 2) ** attempt);
}

/** Milliseconds of a Go duration such as `1h30m` or `5s`. */
export function durationMs(text: string): number {
  const units: Record<string, number> = {
    ms: 1,
    s: 1000,
    m: 60_000,
    h: 3600_000,
  };
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g))
    total += Number(amount) * units[unit];
  return total;
}

function byKind(a: Manifest, b: Manifest): number {
  const rank = (manifest: Manifest) =>
    (kindOrder.indexOf(manifest.kind) + kindOrder.length + 1) %
    (kindOrder.length + 1);
  return rank(a) - rank(b) || (a.metadata.name < b.metadata.name ? -1 : 1);
}

function appliedMessage(manifest: Manifest, applied: Applied): string {
  const group = groupOf(manifest);
  return `${manifest.kind.toLowerCase()}${group ? `.${group}` : ''}/${
    manifest.metadata.name
  } ${applied}`;
}

function resultOf(
  manifest: Manifest,
  hookType: string | undefined,
): SyncResultResource {
  const images = imagesOf(manifest);
  return {
    group: groupOf(manifest),
    version: versionOf(manifest),
    kind: manifest.kind,
    namespace: namespaceOf(manifest),
    name: manifest.metadata.name,
    status: 'Synced',
    message: undefined,
    ...(hookType ? { hookType } : {}),
    hookPhase: 'Running',
    syncPhase: hookType && hookType !== 'Skip' ? hookType : 'Sync',
    ...(images.length > 0 ? { images } : {}),
  };
}

function namespaceResult(name: string): SyncResultResource {
  return {
    group: '',
    version: 'v1',
    kind: 'Namespace',
    namespace: '',
    name,
    status: 'Synced',
    message: `namespace/${name} created`,
    hookPhase: 'Running',
    syncPhase: 'PreSync',
  };
}
