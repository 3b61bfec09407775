import { setMaxListeners } from 'node:events';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ApplicationDeployment,
  Instance,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { Application, applicationKey } from './argocd/Application';
import type { ArgoCdClient } from './argocd/ArgoCdClient';
import type { ApplicationSet } from './argocd/applicationSetSchemas';
import type { Settings } from './config/readConfig';
import { ConnectedInstance, connectInstance } from './connectInstance';
import { ApplicationReads } from './details/ApplicationReads';
import type { CommitHosts } from './details/commits';
import type { SecretRefreshes } from './details/SecretRefreshes';
import type { ListedSets } from './diagnosis/setSummary';
import type { Diagnosis } from './inventory/Diagnosis';
import type { Entry } from './inventory/Entry';
import { judgeWhenSettled } from './judgement/judgeWhenSettled';
import { LiveServices } from './answers/LiveServices';
import { OpenPages } from './answers/OpenPages';
import { presentInstance } from './answers/presentInstance';
import { ServiceDeploymentsReader } from './answers/ServiceDeploymentsReader';
import {
  configuredEnvironments,
  Environments,
  labelledEnvironments,
} from './environments/Environments';
import { ServiceLocator, ServiceQuery } from './environments/ServiceLocator';
import type { Clock } from './inventory/Clock';
import { Inventory } from './inventory/Inventory';
import type { Metrics } from './metrics';

/** A request for a service waits this long for a diagnosis that is about to be made. */
const DIAGNOSED_MS = 2_000;

export interface GitopsOptions {
  settings: Settings;
  logger: LoggerService;
  clock: Clock;
  metrics: Metrics;
  /** Where commits have pages; none has one where it is absent */
  hosts?: CommitHosts;
  refreshes: Pick<SecretRefreshes, 'maxAgeOf'>;
  /** Told that the page of a service shows something new */
  onServiceChange(entityRef: string, withinMs?: number): void;
}

interface Address {
  instance: string;
  namespace: string;
  name: string;
}

/** What is known of every Argo CD instance, from connection to answer. */
export class Gitops {
  readonly inventory: Inventory;
  readonly environments: Environments;
  readonly locator: ServiceLocator;
  readonly live: LiveServices;
  readonly pages: OpenPages;
  readonly reads: ApplicationReads;
  readonly #instances: ReadonlyMap<string, ConnectedInstance>;
  readonly #reader: ServiceDeploymentsReader;
  readonly #clock: Clock;
  readonly #onInstance = new Set<(instance: string) => void>();
  readonly #ended = new AbortController();

  constructor(options: GitopsOptions) {
    const { settings, clock, logger } = options;
    const { serviceLabel } = settings;
    this.#clock = clock;
    this.environments = settings.environments
      ? configuredEnvironments(settings.environments)
      : labelledEnvironments(() => this.inventory.values('environment'));
    this.inventory = new Inventory({
      serviceLabel,
      environmentOf: application => this.environmentOf(application),
      clock,
      logger,
    });
    this.locator = new ServiceLocator({
      serviceLabel,
      catalogNamespaces: settings.catalogNamespaces,
      instances: settings.instances.map(({ name }) => name),
    });
    this.pages = new OpenPages(clock);
    this.live = new LiveServices({
      read: query => this.#reader.read(query),
      signal: options.onServiceChange,
      onWatch: query => this.#watch(query),
      pages: this.pages,
      clock,
      serviceLabel,
    });
    this.inventory.onChange(changes => this.live.take(changes));
    judgeWhenSettled(this.inventory, clock, this.#ended.signal);
    this.#instances = new Map(
      settings.instances.map(instance => [
        instance.name,
        connectInstance(instance, {
          ...options,
          inventory: this.inventory,
          live: this.live,
          onState: name => this.#takeInstance(name),
        }),
      ]),
    );
    this.#reader = new ServiceDeploymentsReader({
      inventory: this.inventory,
      environments: this.environments,
      instances: this.#instances,
      now: clock.now,
    });
    this.reads = new ApplicationReads({
      instances: this.#instances,
      refreshes: options.refreshes,
      deploymentOf: application => this.deploymentOf(application),
      diagnosisOf: application => this.diagnosisOf(application),
      goldenPaths: () => this.inventory.values('goldenPath'),
    });
  }

  /** Aborted when it stops. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Reads all instances from now on, each by itself. */
  start(): void {
    const { signal } = this.#ended;
    // Every wait and every request of every instance listens: no leak
    setMaxListeners(0, signal);
    this.live.start(signal);
    for (const instance of this.#instances.values()) {
      instance.diagnostician.start(signal);
      instance.reflector.run(signal);
      instance.applicationSetErrors.run(signal);
    }
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    for (const instance of this.#instances.values()) {
      instance.details.close();
      instance.applicationSets.close();
      await instance.client.close();
    }
  }

  /** Notifies of each instance that has another state. */
  onInstanceChange(listener: (instance: string) => void): void {
    this.#onInstance.add(listener);
  }

  instances(): Instance[] {
    return [...this.#instances.values()].map(({ settings, reflector }) =>
      presentInstance(
        settings,
        reflector.state,
        this.inventory.count('instance', settings.name),
      ),
    );
  }

  /**
   * Waits for the diagnoses of a service's Applications that are about to be made, two seconds at
   * most.
   *
   * @param options - `now`: also where an earlier diagnosis is known
   */
  async diagnosed(
    query: ServiceQuery,
    { now }: { now: boolean },
  ): Promise<void> {
    const { environments, previews } = this.deploymentsOf(query);
    const keys = [
      ...environments.flatMap(one => one.applications),
      ...previews,
    ].map(applicationKey);
    const areKnown = () => !keys.some(key => this.#isAwaited(key, now));
    if (areKnown()) return;
    this.#watch(query);
    const waiting = new AbortController();
    const unsubscribe = this.inventory.onChange(() => {
      if (areKnown()) waiting.abort();
    });
    await this.#clock.sleep(DIAGNOSED_MS, waiting.signal);
    unsubscribe();
  }

  #isAwaited(key: string, now: boolean): boolean {
    const entry = this.inventory.get(key);
    if (!entry || (entry.earlier && !now)) return false;
    const { diagnostician } = this.#instances.get(entry.application.instance)!;
    return diagnostician.willRead(entry);
  }

  /** What runs of a service. Nobody is taken to be looking. */
  deploymentsOf(query: ServiceQuery): ServiceDeployments {
    return this.live.current(query).deployments;
  }

  /** The ApplicationSets of each instance, as they were listed last. */
  listedSets(): ReadonlyMap<string, ListedSets> {
    return new Map(
      [...this.#instances].map(([name, { applicationSetErrors }]) => [
        name,
        applicationSetErrors.listed,
      ]),
    );
  }

  application(address: Address): Application | undefined {
    return this.inventory.get(applicationKey(address))?.application;
  }

  /** Empty where the Application belongs to none. */
  environmentOf(application: Application): string {
    return this.environments.of(application) ?? '';
  }

  deploymentOf(application: Application): ApplicationDeployment {
    return this.#reader.deploymentOf(this.#entryOf(application));
  }

  diagnosisOf(application: Application): Diagnosis | undefined {
    return this.#entryOf(application).diagnosis;
  }

  /** The Application's own Argo CD. */
  clientOf({ instance }: Application): ArgoCdClient {
    return this.#instances.get(instance)!.client;
  }

  /** Up to some seconds old: shared by all who need it. @throws ArgoCdError */
  applicationSet(
    { instance }: Application,
    set: { namespace: string; name: string },
  ): Promise<ApplicationSet> {
    return this.#instances.get(instance)!.applicationSets.get(set);
  }

  /**
   * Where the Application has changed since it was asked for, only what it shows itself is known of
   * it.
   */
  #entryOf(application: Application): Entry {
    const entry = this.inventory.get(applicationKey(application));
    return entry?.application === application ? entry : { application };
  }

  #watch(query: ServiceQuery): void {
    for (const application of query.find(this.inventory))
      this.#instances
        .get(application.instance)
        ?.diagnostician.watch(this.#entryOf(application));
  }

  #takeInstance(name: string): void {
    this.live.takeInstance(name);
    for (const listener of this.#onInstance) listener(name);
  }
}
