import { Clock, toTimestamp } from '../../Clock';
import { Application, Source } from '../Application';
import { ApplicationStore } from '../ApplicationStore';
import { Cluster } from '../cluster/Cluster';
import { missingSecretIndex, World } from '../cluster/stages';
import { Sources, Wanted } from '../generators/applicationSets';
import { canonical, Manifest } from '../Json';
import { ManifestError } from '../manifests/ManifestError';
import {
  Checkout,
  checkoutAt,
  fingerprintOf,
  sourcesOf,
} from '../manifests/render';
import { YamlReader } from '../manifests/YamlReader';
import { applicationOf } from './applicationOf';
import { ApplicationSetState } from './ApplicationSetState';
import { compare } from './compare';
import { ControlledApplication } from './ControlledApplication';
import { DesiredState } from './DesiredState';
import { KubernetesEvents } from './KubernetesEvents';
import { Operator } from './Operator';
import { withComparison } from './status';
import { syncWindowsOf } from './syncWindows';

export interface ControllerOptions {
  store: ApplicationStore;
  yaml: YamlReader;
  world: World;
  clock: Clock;
  /** Environments (the label `environment`) of this instance; all where absent */
  environments?: string[];
  /**
   * Folders whose manifests were put into the cluster by hand: ApplicationSets, projects,
   * Applications
   */
  roots: string[];
  /** Open ones of a repository of the forge */
  pullRequests: Sources['pullRequests'];
  /** From seeing a change in Git to the start of the operation */
  startDelayMs: (application: string) => number;
}

/**
 * The simulated application controller and ApplicationSet controller of one instance: reads a
 * checkout of every repository, keeps an Application for all that they want, and moves each through
 * its operations.
 */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #records = new Map<string, ControlledApplication>();
  readonly #desired: DesiredState;
  readonly #operator: Operator;
  #checkouts: ReadonlyMap<string, Checkout> = new Map();
  #clock: Clock;
  #isReconciling = false;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#desired = new DesiredState(options);
    this.#operator = new Operator({
      store: options.store,
      world: options.world,
      clock: () => this.#clock,
      refresh: name => this.#refresh(name),
      onChild: (manifest, parent) => this.#ensure({ manifest, parent }),
      onChildPruned: name => this.#remove(this.#records.get(name)),
      onDone: record => {
        this.#maybeSync(record);
        this.#rollOut();
      },
    });
  }

  /**
   * Goes on under another clock: the seed's history is replayed on a virtual one. Nothing may be
   * under way.
   */
  setClock(clock: Clock): void {
    this.#clock = clock;
  }

  get projects(): ReadonlyMap<string, Manifest> {
    return this.#desired.projects;
  }

  get applicationSets(): ReadonlyMap<string, ApplicationSetState> {
    return this.#desired.applicationSets;
  }

  record(name: string): ControlledApplication | undefined {
    return this.#records.get(name);
  }

  /**
   * Compares everything with these commits, by the URL of their repository, and starts what is to
   * be started.
   */
  reconcile(checkouts: ReadonlyMap<string, Checkout>): void {
    this.#checkouts = checkouts;
    const wanted = this.#desired.read(checkouts, {
      now: this.#clock.now(),
      kept: set =>
        [...this.#records.values()]
          .map(record => record.wanted)
          .filter(one => one.applicationSet === set),
    });
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
    this.#operator.start(
      record,
      { initiatedBy: { username: options.username }, prune: options.prune },
      0,
    );
    return this.#options.store.get(name);
  }

  /** The ExternalSecret's refresh action: looks again whether its keys are in the store. */
  refreshSecret(name: string, key: string): void {
    const record = this.#records.get(name);
    const live = record?.cluster.live.get(key);
    if (!record || !live) return;
    record.cluster.prune(key);
    record.expectEvents(
      live.manifest,
      missingSecretIndex(live.manifest, this.#options.world),
      this.#clock,
    );
    record.cluster.apply(live.manifest, {
      onSettled: () => this.#maybeSync(record),
    });
  }

  stop(): void {
    for (const record of this.#records.values()) record.stop();
  }

  /** Makes the Application that is wanted, or changes the one there is. */
  #ensure(wanted: Wanted): void {
    const { store } = this.#options;
    const { name } = wanted.manifest.metadata;
    const set = wanted.applicationSet
      ? this.#desired.applicationSets.get(wanted.applicationSet)
      : undefined;
    const now = this.#clock.now();
    let record = this.#records.get(name);
    if (record) {
      if (canonical(record.wanted.manifest) === canonical(wanted.manifest))
        return;
      record.wanted = wanted;
      const existing = store.get(name);
      if (existing) store.put(applicationOf(wanted, { existing, set, now }));
    } else {
      const application = store.put(applicationOf(wanted, { set, now }));
      record = this.#newRecord(wanted);
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
    if (!this.#isReconciling) this.#reconcileOne(record);
  }

  #newRecord(wanted: Wanted): ControlledApplication {
    const clock = () => this.#clock;
    const nextVersion = () => this.#options.store.nextVersion();
    const { world } = this.#options;
    return new ControlledApplication(wanted, {
      events: new KubernetesEvents({ clock, nextVersion }),
      cluster: onChange => new Cluster({ clock, world, nextVersion, onChange }),
      onClusterChange: () => this.#refresh(wanted.manifest.metadata.name),
    });
  }

  #remove(record: ControlledApplication | undefined): void {
    if (!record) return;
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
      const rendered = record.renderer.render(
        application,
        source => this.#checkoutOf(source),
        this.#options.yaml,
      );
      const manifests = rendered.manifests.filter(
        one => one.kind !== 'Application' || this.#desired.isOurs(one),
      );
      const fingerprint = fingerprintOf(manifests);
      record.target = { ...rendered, manifests, fingerprint };
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
    const checkout = checkoutAt(this.#checkouts, source.repoURL);
    const revision = source.targetRevision ?? 'HEAD';
    if (
      !checkout ||
      ['HEAD', 'main', 'master', '', checkout.commit].includes(revision)
    )
      return checkout;
    return undefined;
  }

  /**
   * Starts an automatic operation where Git differs, policy and windows allow it and it was not
   * tried yet.
   */
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
    const project = this.projects.get(application.spec.project);
    if (!syncWindowsOf(application, project, this.#clock.now()).allowsAutomatic)
      return false;
    const by = { initiatedBy: { automated: true }, prune: automated.prune };
    this.#operator.start(record, by, this.#options.startDelayMs(record.name));
    return true;
  }

  /** Lets the next step of every RollingSync begin whose earlier steps are healthy. */
  #rollOut(): void {
    for (const state of this.applicationSets.values()) {
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
        this.#operator.start(
          record,
          { initiatedBy },
          this.#options.startDelayMs(name),
        );
      }
    }
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
    const [syncNow, healthNow] = [
      next.status.sync.status,
      next.status.health.status,
    ];
    if (syncNow !== sync.status) {
      record.tell(
        application,
        'ResourceUpdated',
        `Updated sync status: ${sync.status} -> ${syncNow}`,
      );
    }
    if (healthNow !== health.status) {
      record.tell(
        application,
        'ResourceUpdated',
        `Updated health status: ${health.status} -> ${healthNow}`,
      );
      // Once it is published, a rollout may take its next step
      if (!record.isOperating) this.#clock.after(0, () => this.#rollOut());
    }
    if (JSON.stringify(next) !== JSON.stringify(application))
      this.#options.store.put(next);
  }
}
