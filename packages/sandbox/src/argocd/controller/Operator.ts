import { Clock, toTimestamp } from '../../Clock';
import { Operation } from '../Application';
import { ApplicationStore } from '../ApplicationStore';
import { missingSecretIndex, World } from '../cluster/stages';
import { Manifest } from '../Json';
import { keyOf } from '../manifests/render';
import { operationOf } from './applicationOf';
import { hookTypeOf } from './compare';
import { ControlledApplication } from './ControlledApplication';
import { withOperationState } from './status';
import { runSync, SyncProgress } from './Sync';

/** Delays of the recorded deployment between one state that the stream shows and the next. */
const recordedMs = { running: 45, outOfSync: 75, synced: 170 };

export interface OperatorOptions {
  store: ApplicationStore;
  world: World;
  clock: () => Clock;
  /** Compares an Application with its cluster and publishes it */
  refresh: (name: string) => void;
  /** An Application of Applications applies a child, or no longer wants one */
  onChild: (manifest: Manifest, parent: string) => void;
  onChildPruned: (name: string) => void;
  onDone: (record: ControlledApplication) => void;
}

/**
 * Runs the operations of Applications: `operation` is set, Running, the waves, the result, and
 * Synced at the end.
 */
export class Operator {
  readonly #options: OperatorOptions;

  constructor(options: OperatorOptions) {
    this.#options = options;
  }

  start(
    record: ControlledApplication,
    by: { initiatedBy: Operation['initiatedBy']; prune?: boolean },
    delayMs: number,
  ): void {
    const { store, clock, refresh } = this.#options;
    record.isOperating = true;
    record.later(clock(), delayMs, () => {
      const application = store.get(record.name);
      const { target } = record;
      if (!application || !target) {
        record.isOperating = false;
        refresh(record.name);
        return;
      }
      record.attempted = target.fingerprint;
      const operation = operationOf(application, target.revisions, by);
      const { operationState, ...status } = application.status;
      store.put({ ...application, operation, status });
      record.isComparing = false;
      const who = by.initiatedBy.automated ? 'automated sync' : 'sync';
      record.tell(
        application,
        'OperationStarted',
        `Initiated ${who} to '${target.revisions[0]}'`,
      );
      record.later(clock(), recordedMs.running, () =>
        this.#run(record, operation, target.manifests),
      );
    });
  }

  #run(
    record: ControlledApplication,
    operation: Operation,
    manifests: Manifest[],
  ): void {
    const { store, clock, refresh } = this.#options;
    const startedAt = toTimestamp(clock().now());
    const onProgress = (progress: SyncProgress) =>
      this.#progress(record, operation, startedAt, progress);
    onProgress({ phase: 'Running', retryCount: 0, resources: [] });
    record.later(clock(), recordedMs.outOfSync, () => {
      record.isComparing = true;
      refresh(record.name);
      const application = store.get(record.name);
      if (!application) return;
      const createsNamespace =
        application.spec.syncPolicy?.syncOptions?.includes(
          'CreateNamespace=true',
        );
      const isNew = createsNamespace && !record.hasNamespace;
      record.hasNamespace = true;
      if (operation.sync.prune) this.#prune(record, manifests);
      record.cancelSync = runSync({
        manifests,
        cluster: record.cluster,
        clock: clock(),
        retry: operation.retry,
        newNamespace: isNew
          ? application.spec.destination.namespace
          : undefined,
        onApply: manifest => this.#beforeApply(record, manifest),
        onProgress,
      });
    });
  }

  #prune(record: ControlledApplication, manifests: Manifest[]): void {
    const wanted = new Set(manifests.map(keyOf));
    for (const [key, live] of [...record.cluster.live]) {
      if (wanted.has(key) || live.hookType) continue;
      record.cluster.prune(key);
      if (live.manifest.kind === 'Application')
        this.#options.onChildPruned(live.manifest.metadata.name);
    }
  }

  #beforeApply(record: ControlledApplication, manifest: Manifest): void {
    const { world, clock, onChild } = this.#options;
    if (manifest.kind === 'Application') onChild(manifest, record.name);
    record.expectEvents(manifest, missingSecretIndex(manifest, world), clock());
    // What ends the operation is applied while the comparison still shows the state before, as
    // recorded
    if (!hookTypeOf(manifest) && record.isLastWave(manifest))
      record.isComparing = false;
  }

  #progress(
    record: ControlledApplication,
    operation: Operation,
    startedAt: string,
    progress: SyncProgress,
  ): void {
    const { store, clock, refresh, onDone } = this.#options;
    const application = store.get(record.name);
    if (!application) return;
    const now = toTimestamp(clock().now());
    store.put(
      withOperationState(application, { operation, startedAt, progress, now }),
    );
    if (progress.phase === 'Running') return;
    const isGood = progress.phase === 'Succeeded';
    const revision = operation.sync.revision ?? operation.sync.revisions?.[0];
    record.tell(
      application,
      'OperationCompleted',
      `Sync operation to ${revision} ${
        isGood ? 'succeeded' : `failed: ${progress.message}`
      }`,
      isGood ? 'Normal' : 'Warning',
    );
    record.later(clock(), recordedMs.synced, () => {
      record.isOperating = false;
      record.isComparing = true;
      refresh(record.name);
      onDone(record);
    });
  }
}
