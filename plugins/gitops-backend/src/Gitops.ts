import { setMaxListeners } from 'node:events';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ApplicationDeployment,
  ApplicationDetails,
  Instance,
} from 'backstage-plugin-gitops-common';
import { Application, applicationKey } from './argocd/Application';
import type { ArgoCdClient } from './argocd/ArgoCdClient';
import type { Settings } from './config/readConfig';
import { ConnectedInstance, connectInstance } from './connectInstance';
import type { SecretKeys } from './details/secretKeys';
import type { Diagnosis } from './inventory/Diagnosis';
import { isSettling, SETTLING_MS } from './judgement/judge';
import { LiveServices } from './answers/LiveServices';
import {
  ServiceDeploymentsReader,
  toIso,
} from './answers/ServiceDeploymentsReader';
import {
  configuredEnvironments,
  Environments,
  labelledEnvironments,
} from './environments/Environments';
import { ServiceLocator } from './environments/ServiceLocator';
import type { Clock } from './inventory/Clock';
import { Change, Inventory } from './inventory/Inventory';
import type { Metrics } from './metrics';

export interface GitopsOptions {
  settings: Settings;
  logger: LoggerService;
  clock: Clock;
  metrics: Metrics;
  /** Told that what a service's page shows has changed */
  onServiceChange(entityRef: string): void;
}

type ApplicationsListener = (applications: readonly Application[]) => void;

/** What is known of every Argo CD instance, from connection to answer. */
export class Gitops {
  readonly inventory: Inventory;
  readonly environments: Environments;
  readonly locator: ServiceLocator;
  readonly live: LiveServices;
  readonly #instances: ReadonlyMap<string, ConnectedInstance>;
  readonly #reader: ServiceDeploymentsReader;
  readonly #ended = new AbortController();
  readonly #listeners = new Set<ApplicationsListener>();

  constructor(options: GitopsOptions) {
    const { settings, clock } = options;
    const { serviceLabel } = settings;
    this.inventory = new Inventory({ serviceLabel });
    this.environments = settings.environments
      ? configuredEnvironments(settings.environments)
      : labelledEnvironments(() => this.inventory.all());
    this.locator = new ServiceLocator({
      serviceLabel,
      instances: settings.instances.map(({ name }) => name),
    });
    this.live = new LiveServices({
      read: query => this.#reader.read(query),
      tell: options.onServiceChange,
      clock,
      serviceLabel,
    });
    this.inventory.onChange(changes => {
      this.live.take(changes);
      this.#tell(changes.flatMap(({ current }) => current ?? []));
      this.#judgeAgain(changes, clock);
    });
    this.#instances = new Map(
      settings.instances.map(instance => [
        instance.name,
        connectInstance(instance, {
          ...options,
          inventory: this.inventory,
          live: this.live,
          tell: applications => this.#tell(applications),
        }),
      ]),
    );
    this.#reader = new ServiceDeploymentsReader({
      inventory: this.inventory,
      environments: this.environments,
      now: clock.now,
      instances: [...this.#instances.values()].map(
        ({ settings: { name, publicUrl }, reflector, diagnostician }) => ({
          name,
          publicUrl,
          get state() {
            return reflector.state;
          },
          staleSinceOf: application => reflector.staleSinceOf(application),
          diagnosisOf(application) {
            diagnostician.prefer(application);
            return diagnostician.of(application);
          },
        }),
      ),
    });
  }

  /** Told of Applications that changed, or of which more is known. */
  onApplications(listener: ApplicationsListener): void {
    this.#listeners.add(listener);
  }

  /** Reads all instances from now on, each by itself. */
  start(): void {
    const { signal } = this.#ended;
    // Every wait and every request of every instance listens: no leak
    setMaxListeners(0, signal);
    this.live.start(signal);
    for (const { diagnostician, reflector } of this.#instances.values()) {
      diagnostician.start(signal);
      reflector.run(signal);
    }
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    for (const { details, client } of this.#instances.values()) {
      details.close();
      await client.close();
    }
  }

  instances(): Instance[] {
    return [...this.#instances.values()].map(
      ({ settings, reflector: { state } }) => ({
        name: settings.name,
        url: settings.publicUrl,
        status: state.status,
        staleSince: toIso(state.staleSince),
        reason: state.reason ?? null,
        advice: state.advice ?? null,
        lastList: toIso(state.lastList),
        lastEvent: toIso(state.lastEvent),
        applications: this.inventory.count(settings.name),
        malformed: state.malformed,
      }),
    );
  }

  application(address: {
    instance: string;
    namespace: string;
    name: string;
  }): Application | undefined {
    return this.inventory.get(applicationKey(address));
  }

  /** Empty where the Application belongs to none. */
  environmentOf(application: Application): string {
    return this.environments.of(application) ?? '';
  }

  /** Whether there is an Application, of whatever service, that belongs to no environment. */
  isAnyInNoEnvironment(): boolean {
    for (const application of this.inventory.all())
      if (this.environmentOf(application) === '') return true;
    return false;
  }

  deploymentOf(application: Application): ApplicationDeployment {
    return this.#reader.deploymentOf(application);
  }

  diagnosisOf(application: Application): Diagnosis | undefined {
    return this.#instances
      .get(application.instance)
      ?.diagnostician.of(application);
  }

  /** To ask the Application's own Argo CD. */
  clientOf({ instance }: Application): ArgoCdClient {
    return this.#instances.get(instance)!.client;
  }

  /** @throws NotFoundError, ServiceUnavailableError, ForwardedError */
  details(application: Application): Promise<ApplicationDetails> {
    const { reader, of } = this.#readingOf(application);
    return reader.read(...of);
  }

  /** Of the details, the keys of ExternalSecrets alone. @throws NotFoundError, ServiceUnavailableError, ForwardedError */
  secretKeys(application: Application): Promise<SecretKeys> {
    const { reader, of } = this.#readingOf(application);
    return reader.secretKeys(...of);
  }

  #readingOf(application: Application) {
    const { details: reader, diagnostician } = this.#instances.get(
      application.instance,
    )!;
    const of = [
      application,
      this.#reader.deploymentOf(application),
      diagnostician.of(application)?.secretFailure,
    ] as const;
    return { reader, of };
  }

  #tell(applications: readonly Application[]): void {
    for (const listener of this.#listeners) listener(applications);
  }

  /** What settles is judged again when it should have settled. */
  #judgeAgain(changes: readonly Change[], clock: Clock): void {
    const settling = changes.filter(
      ({ current }) => current && isSettling(current, clock.now()),
    );
    if (settling.length === 0) return;
    clock.sleep(2 * SETTLING_MS, this.#ended.signal).then(() => {
      this.live.take(settling);
      this.#tell(settling.flatMap(({ current }) => current ?? []));
    });
  }
}
