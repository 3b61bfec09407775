import { Clock, toTimestamp } from '../../Clock';
import { Application, Operation, Source } from '../Application';
import { ApplicationStore } from '../ApplicationStore';
import { Cluster } from '../cluster/Cluster';
import { missingSecretIndex, World } from '../cluster/stages';
import { generate, Wanted } from '../generators/applicationSets';
import { TemplateError } from '../generators/goTemplate';
import { canonical, Manifest, textAt } from '../Json';
import { isManifest } from '../manifests/kustomize';
import { ManifestError } from '../manifests/ManifestError';
import {
  Checkout,
  fingerprintOf,
  keyOf,
  render,
  sourcesOf,
} from '../manifests/render';
import { YamlReader } from '../manifests/YamlReader';
import { applicationOf, operationOf } from './applicationOf';
import { ApplicationSetState } from './ApplicationSetState';
import { compare, hookTypeOf } from './compare';
import { KubernetesEvents } from './KubernetesEvents';
import { ControlledApplication } from './ControlledApplication';
import { runSync, SyncProgress } from './Sync';
import { syncWindowsOf } from './syncWindows';
import { withComparison, withOperationState } from './status';

export interface ControllerOptions {
  store: ApplicationStore;
  yaml: YamlReader;
  world: World;
  clock: Clock;
  /** Environments (the label `environment`) of this instance; all where absent */
  environments?: string[];
  /** Folders whose manifests were put into the cluster by hand: ApplicationSets, projects, Applications */
  roots: string[];
  /** From seeing a change in Git to the start of the operation */
  startDelayMs: (application: string) => number;
}

const isApplication = (manifest: Manifest) => manifest.kind === 'Application';

/**
 * The simulated application controller and ApplicationSet controller of one instance: reads a checkout of every
 * repository, keeps an Application for all that they want, and moves each through its operations.
 */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #records = new Map<string, ControlledApplication>();
  readonly #applicationSets = new Map<string, ApplicationSetState>();
  #projects = new Map<string, Manifest>();
  readonly #lastApplied = new Map<string, Manifest[]>();
  #checkouts: ReadonlyMap<string, Checkout> = new Map();
  #clock: Clock;
  #isReconciling = false;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#clock = options.clock;
  }

  /** Goes on under another clock: the seed's history is replayed on a virtual one. Nothing may be under way. */
  setClock(clock: Clock): void {
    this.#clock = clock;
  }

  get projects(): ReadonlyMap<string, Manifest> {
    return this.#projects;
  }

  get applicationSets(): ReadonlyMap<string, ApplicationSetState> {
    return this.#applicationSets;
  }

  record(name: string): ControlledApplication | undefined {
    return this.#records.get(name);
  }

  /** Compares everything with these commits, by the URL of their repository, and starts what is to be started. */
  reconcile(checkouts: ReadonlyMap<string, Checkout>): void {
    this.#checkouts = checkouts;
    const wanted = this.#readRoots();
    for (const record of [...this.#records.values()]) {
      if (!record.wanted.parent && !wanted.has(record.name))
        this.#remove(record);
    }
    this.#isReconciling = true;
    for (const entry of wanted.values()) this.#ensure(entry);
    this.#isReconciling = false;
    for (const record of [...this.#records.values()])
      this.#reconcileOne(record);
    this.#rollOut();
  }

  /** Starts an operation by hand. @throws Error with Argo CD's sentence where one is running */
  sync(
    name: string,
    options: { username: string; prune?: boolean },
  ): Application | undefined {
    const record = this.#records.get(name);
    if (!record) return undefined;
    if (record.isOperating)
      throw new Error('another operation is already in progress');
    this.#start(
      record,
      { initiatedBy: { username: options.username }, prune: options.prune },
      0,
    );
    return this.#options.store.get(name);
  }

  /** Takes a step again that a resource failed at, after the world changed: the ExternalSecret's refresh. */
  refreshSecret(name: string, key: string): void {
    const record = this.#records.get(name);
    const live = record?.cluster.live.get(key);
    if (!record || !live) return;
    record.cluster.prune(key);
    this.#apply(record, live.manifest);
    record.cluster.apply(live.manifest, {
      onSettled: () => this.#maybeSync(record),
    });
  }

  stop(): void {
    for (const record of this.#records.values()) record.stop();
  }

  #readRoots(): Map<string, Wanted> {
    const wanted = new Map<string, Wanted>();
    const manifests: Manifest[] = [];
    for (const { files } of this.#checkouts.values()) {
      for (const [path, text] of files) {
        if (
          !this.#options.roots.includes(path.split('/')[0]) ||
          !/\.ya?ml$/.test(path)
        )
          continue;
        manifests.push(...this.#applied(path, text));
      }
    }
    this.#projects = new Map(
      manifests
        .filter(m => m.kind === 'AppProject')
        .map(m => [m.metadata.name, m]),
    );
    const sets = manifests.filter(
      manifest => manifest.kind === 'ApplicationSet',
    );
    for (const name of this.#applicationSets.keys()) {
      if (!sets.some(set => set.metadata.name === name))
        this.#applicationSets.delete(name);
    }
    for (const manifest of sets) {
      const state =
        this.#applicationSets.get(manifest.metadata.name) ??
        new ApplicationSetState(manifest, this.#clock.now());
      this.#applicationSets.set(manifest.metadata.name, state);
      state.manifest = manifest;
      try {
        const generated = generate(
          manifest,
          url => this.#checkouts.get(url)?.files,
          this.#options.yaml,
        );
        const ours = generated.filter(entry => this.#isOurs(entry.manifest));
        state.generated(
          ours.map(entry => entry.manifest),
          this.#clock.now(),
        );
        for (const entry of ours)
          wanted.set(entry.manifest.metadata.name, entry);
      } catch (error) {
        if (!(error instanceof TemplateError || error instanceof ManifestError))
          throw error;
        state.failed(error.message, this.#clock.now());
        // A failing generator removes nothing
        for (const record of this.#records.values()) {
          if (record.wanted.applicationSet === manifest.metadata.name)
            wanted.set(record.name, record.wanted);
        }
      }
    }
    for (const manifest of manifests.filter(isApplication)) {
      if (this.#isOurs(manifest))
        wanted.set(manifest.metadata.name, { manifest });
    }
    return wanted;
  }

  /** Manifests of a file; where it is not YAML the cluster keeps what it had, as after a failed `kubectl apply`. */
  #applied(path: string, text: string): Manifest[] {
    try {
      const manifests = this.#options.yaml.documents(text).filter(isManifest);
      this.#lastApplied.set(path, manifests);
      return manifests;
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      return this.#lastApplied.get(path) ?? [];
    }
  }

  #isOurs(manifest: Manifest): boolean {
    const environment = textAt(manifest, 'metadata', 'labels', 'environment');
    return (
      !this.#options.environments ||
      !environment ||
      this.#options.environments.includes(environment)
    );
  }

  #ensure(wanted: Wanted): void {
    const { store } = this.#options;
    const { name } = wanted.manifest.metadata;
    const set = wanted.applicationSet
      ? this.#applicationSets.get(wanted.applicationSet)
      : undefined;
    const existing = this.#records.get(name);
    if (existing) {
      if (canonical(existing.wanted.manifest) === canonical(wanted.manifest))
        return;
      existing.wanted = wanted;
      const application = store.get(name);
      if (application)
        store.put(
          applicationOf(wanted, {
            existing: application,
            set,
            now: this.#clock.now(),
          }),
        );
    } else {
      const application = store.put(
        applicationOf(wanted, { set, now: this.#clock.now() }),
      );
      const record = new ControlledApplication(wanted, {
        events: new KubernetesEvents({
          clock: () => this.#clock,
          nextVersion: () => store.nextVersion(),
        }),
        cluster: onChange =>
          new Cluster({
            clock: () => this.#clock,
            world: this.#options.world,
            nextVersion: () => store.nextVersion(),
            onChange,
          }),
        onClusterChange: () => this.#refresh(name),
      });
      this.#records.set(name, record);
      record.tell(
        application,
        'ResourceUpdated',
        'Updated sync status:  -> Unknown',
      );
      record.tell(
        application,
        'ResourceUpdated',
        'Updated health status:  -> Healthy',
      );
    }
    const record = this.#records.get(name);
    if (record && !this.#isReconciling) this.#reconcileOne(record);
  }

  #remove(record: ControlledApplication): void {
    record.stop();
    this.#records.delete(record.name);
    this.#options.store.delete(record.name);
    for (const child of [...this.#records.values()]) {
      if (child.wanted.parent === record.name) this.#remove(child);
    }
  }

  #reconcileOne(record: ControlledApplication): void {
    const application = this.#options.store.get(record.name);
    if (!application) return;
    try {
      const rendered = render(
        application,
        source => this.#checkoutOf(source),
        this.#options.yaml,
      );
      const ours = rendered.manifests.filter(
        manifest => !isApplication(manifest) || this.#isOurs(manifest),
      );
      record.target = {
        ...rendered,
        manifests: ours,
        fingerprint: fingerprintOf(ours),
      };
      record.targetError = undefined;
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      record.target = undefined;
      const sources = sourcesOf(application).length;
      record.targetError = `Failed to load target state: failed to generate manifest for source 1 of ${sources}: rpc error: code = Unknown desc = ${error.message}`;
    }
    if (record.isOperating) return;
    if (!this.#maybeSync(record)) this.#refresh(record.name);
  }

  #checkoutOf(source: Source): Checkout | undefined {
    const checkout = this.#checkouts.get(source.repoURL);
    const revision = source.targetRevision ?? 'HEAD';
    if (
      !checkout ||
      ['HEAD', 'main', 'master', '', checkout.commit].includes(revision)
    )
      return checkout;
    return undefined;
  }

  /** Starts an automatic operation where Git differs, policy and windows allow it and it was not tried yet. */
  #maybeSync(record: ControlledApplication): boolean {
    const application = this.#options.store.get(record.name);
    if (!application || !record.target || record.isOperating) return false;
    if (record.attempted === record.target.fingerprint) return false;
    if (
      compare(record.target.manifests, record.cluster.live).sync !== 'OutOfSync'
    )
      return false;
    const { automated } = application.spec.syncPolicy ?? {};
    if (!automated || automated.enabled === false) return false;
    if (!this.#windowsOf(application).allowsAutomatic) return false;
    const delay = this.#options.startDelayMs(record.name);
    this.#start(
      record,
      { initiatedBy: { automated: true }, prune: automated.prune },
      delay,
    );
    return true;
  }

  /** Lets the next step of every RollingSync begin whose earlier steps are healthy. */
  #rollOut(): void {
    for (const state of this.#applicationSets.values()) {
      for (const name of state.permitted(application =>
        this.#options.store.get(application),
      )) {
        const record = this.#records.get(name);
        if (
          !record?.target ||
          record.isOperating ||
          record.attempted === record.target.fingerprint
        )
          continue;
        const initiatedBy = {
          username: 'applicationset-controller',
          automated: true,
        };
        this.#start(record, { initiatedBy }, this.#options.startDelayMs(name));
      }
    }
  }

  #windowsOf(application: Application) {
    return syncWindowsOf(
      application,
      this.#projects.get(application.spec.project),
      this.#clock.now(),
    );
  }

  #start(
    record: ControlledApplication,
    by: { initiatedBy: Operation['initiatedBy']; prune?: boolean },
    delayMs: number,
  ): void {
    record.isOperating = true;
    record.later(this.#clock, delayMs, () => {
      const application = this.#options.store.get(record.name);
      const { target } = record;
      if (!application || !target) {
        record.isOperating = false;
        this.#refresh(record.name);
        return;
      }
      record.attempted = target.fingerprint;
      const operation = operationOf(application, target.revisions, by);
      const { operationState, ...status } = application.status;
      this.#options.store.put({ ...application, operation, status });
      record.isComparing = false;
      const revision = target.revisions[0];
      const who = by.initiatedBy.automated ? 'automated sync' : 'sync';
      record.tell(
        application,
        'OperationStarted',
        `Initiated ${who} to '${revision}'`,
      );
      record.later(this.#clock, 45, () =>
        this.#run(record, operation, target.manifests),
      );
    });
  }

  #run(
    record: ControlledApplication,
    operation: Operation,
    manifests: Manifest[],
  ): void {
    const startedAt = toTimestamp(this.#clock.now());
    const onProgress = (progress: SyncProgress) =>
      this.#progress(record, operation, startedAt, progress);
    onProgress({ phase: 'Running', retryCount: 0, resources: [] });
    record.later(this.#clock, 75, () => {
      record.isComparing = true;
      this.#refresh(record.name);
      const application = this.#options.store.get(record.name);
      if (!application) return;
      const hasNamespace = application.spec.syncPolicy?.syncOptions?.includes(
        'CreateNamespace=true',
      );
      const newNamespace =
        hasNamespace && !record.hasNamespace
          ? application.spec.destination.namespace
          : undefined;
      record.hasNamespace = true;
      if (operation.sync.prune) this.#prune(record, manifests);
      record.cancelSync = runSync({
        manifests,
        cluster: record.cluster,
        clock: this.#clock,
        retry: operation.retry,
        newNamespace,
        onApply: manifest => this.#apply(record, manifest),
        onProgress,
      });
    });
  }

  #prune(record: ControlledApplication, manifests: Manifest[]): void {
    const wanted = new Set(manifests.map(keyOf));
    for (const [key, live] of record.cluster.live) {
      if (wanted.has(key) || live.hookType) continue;
      record.cluster.prune(key);
      const child = isApplication(live.manifest)
        ? this.#records.get(live.manifest.metadata.name)
        : undefined;
      if (child) this.#remove(child);
    }
  }

  #apply(record: ControlledApplication, manifest: Manifest): void {
    if (isApplication(manifest))
      this.#ensure({ manifest, parent: record.name });
    record.expectEvents(
      manifest,
      missingSecretIndex(manifest, this.#options.world),
      this.#clock,
    );
    // What ends the operation is applied while the comparison still shows the state before, as recorded
    if (!hookTypeOf(manifest) && record.isLastWave(manifest))
      record.isComparing = false;
  }

  #progress(
    record: ControlledApplication,
    operation: Operation,
    startedAt: string,
    progress: SyncProgress,
  ): void {
    const application = this.#options.store.get(record.name);
    if (!application) return;
    const now = toTimestamp(this.#clock.now());
    const isDone = progress.phase !== 'Running';
    this.#options.store.put(
      withOperationState(application, { operation, startedAt, progress, now }),
    );
    if (!isDone) return;
    const revision = operation.sync.revision ?? operation.sync.revisions?.[0];
    record.tell(
      application,
      'OperationCompleted',
      `Sync operation to ${revision} ${
        progress.phase === 'Succeeded'
          ? 'succeeded'
          : `failed: ${progress.message}`
      }`,
      progress.phase === 'Succeeded' ? 'Normal' : 'Warning',
    );
    record.later(this.#clock, 170, () => {
      record.isOperating = false;
      record.isComparing = true;
      this.#refresh(record.name);
      this.#maybeSync(record);
      this.#rollOut();
    });
  }

  /** Compares an Application with its cluster and publishes what came out, if anything did. */
  #refresh(name: string): void {
    const record = this.#records.get(name);
    const application = this.#options.store.get(name);
    if (!record || !application || !record.isComparing) return;
    const comparison = compare(record.target?.manifests, record.cluster.live);
    const next = withComparison(application, {
      record,
      comparison,
      now: toTimestamp(this.#clock.now()),
    });
    const { sync, health } = application.status;
    if (next.status.sync.status !== sync.status) {
      record.tell(
        application,
        'ResourceUpdated',
        `Updated sync status: ${sync.status} -> ${next.status.sync.status}`,
      );
    }
    if (next.status.health.status !== health.status) {
      record.tell(
        application,
        'ResourceUpdated',
        `Updated health status: ${health.status} -> ${next.status.health.status}`,
      );
      if (!record.isOperating) this.#clock.after(0, () => this.#rollOut());
    }
    if (JSON.stringify(next) !== JSON.stringify(application))
      this.#options.store.put(next);
  }
}
