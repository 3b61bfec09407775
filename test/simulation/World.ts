import { ConfigReader } from '@backstage/config';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type {
  ApplicationDeployment,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { ArgoCD, createArgoCD } from '../../packages/sandbox/src/argocd/ArgoCD';
import { YamlReader } from '../../packages/sandbox/src/argocd/manifests/YamlReader';
import { RecordedMetrics } from '../../plugins/gitops-backend/src/__testUtils__/RecordedMetrics';
import { readSettings } from '../../plugins/gitops-backend/src/config/readConfig';
import { Gitops } from '../../plugins/gitops-backend/src/Gitops';
import { createMetrics } from '../../plugins/gitops-backend/src/metrics';
import { Git } from './Git';
import { clusters, Deployed, instances, keyOf, nameOf, places } from './places';
import { LATE_WATCHED_MS, RECOVERED_AFTER_MS, Sight } from './Sight';
import { falsehoods } from './soundness';
import { isSameTruth, truthOf, Truth } from './truth';
import { VirtualTime } from './VirtualTime';

const token = 'simulated';
const environments = [...new Set(Object.values(instances).flat())];

interface Fault {
  fault: string;
  options: Record<string, number>;
  /** Where it only makes late what Argo CD says: by how much */
  lagMs?: number;
  /** How long it lasts */
  ms: number;
}

/**
 * Two simulated Argo CDs with their clusters and one repository, and the product that reads them.
 */
export class World {
  readonly time = new VirtualTime(() =>
    [...this.argocds.values()].reduce((sum, one) => sum + one.openStreams, 0),
  );
  readonly git = new Git(() => this.time.clock.now());
  /** The truth from each moment until the next, by the key of the deployment */
  readonly truths = new Map<string, Truth[]>();
  /** By their names */
  readonly argocds = new Map<string, ArgoCD>();
  /** Somebody has the services' pages open */
  isWatched = false;
  /** Claims that were true at no moment at which they may have been read */
  readonly falsehoods: string[] = [];
  gitops!: Gitops;
  readonly #sights = new Map<string, Sight>();
  readonly #endFaults = new Map<string, () => void>();
  #startedAt = 0;

  static async start(): Promise<World> {
    const world = new World();
    const { clock } = world.time;
    for (const [name, environments] of Object.entries(instances)) {
      const argocd = await createArgoCD({
        name,
        environments: [...environments],
        version: '3.5',
        port: 0,
        token,
        clock,
        yaml: new YamlReader(),
        world: { isMissingSecret: key => key.endsWith('-missing') },
        noticeDelayMs: 1000,
        startDelayMs: 400,
        keepAliveMs: 15_000,
      });
      world.argocds.set(name, argocd);
      world.#sights.set(name, new Sight());
      argocd.follow([world.git.repository]);
    }
    for (const place of places)
      await world.git.want(place, { version: '1.0.0', replicas: 1 });
    await world.pass(30_000);
    world.startProduct();
    await world.pass(30_000);
    return world;
  }

  /** Ends the product, forgets all that it knew, and begins again. */
  async restart(): Promise<void> {
    await this.gitops.stop();
    this.startProduct();
  }

  startProduct(): void {
    this.gitops = new Gitops({
      settings: readSettings(
        new ConfigReader({
          gitops: {
            argocd: {
              instances: [...this.argocds.values()].map(({ name, url }) => ({
                name,
                url,
                token,
              })),
            },
            environments: environments.map(name => ({ name })),
          },
        }),
      ),
      logger: silent,
      clock: this.time.product,
      metrics: createMetrics(new RecordedMetrics().service, this.time.product),
      refreshes: { maxAgeOf: async () => Infinity },
      onServiceChange: () => {},
    });
    this.gitops.start();
    this.#startedAt = this.time.clock.now();
  }

  async pass(ms: number): Promise<void> {
    await this.time.pass(ms, () => this.#note());
  }

  /** What the product says of a place; undefined where it knows of no Application there. */
  claimOf({ place, instance }: Deployed): ApplicationDeployment | undefined {
    const { service, environment } = place;
    if (this.isWatched)
      return this.#answer(service)
        .environments.find(one => one.environment === environment)
        ?.applications.find(one => one.instance === instance);
    const application = this.gitops.application({
      instance,
      namespace: 'argocd',
      name: nameOf(place),
    });
    return application && this.gitops.deploymentOf(application);
  }

  async stop(): Promise<void> {
    await this.gitops.stop();
    for (const argocd of this.argocds.values()) await argocd.close();
    this.time.stop();
  }

  /** An Argo CD fails in this way for so long; what it failed in before is over. */
  async fail(
    instance: string,
    { fault, options, lagMs, ms }: Fault,
  ): Promise<void> {
    const argocd = this.argocds.get(instance)!;
    const sight = this.#sights.get(instance)!;
    this.#endFaults.get(instance)?.();
    await argocd.setFailure(fault, options);
    sight.failing = { lagMs };
    this.#endFaults.set(
      instance,
      this.time.clock.after(ms, () => {
        sight.failing = undefined;
        void argocd.setFailure(null);
      }),
    );
  }

  /** Every Argo CD works again, and so much time passes that the product knows everything. */
  async recover(): Promise<void> {
    for (const [name, argocd] of this.argocds) {
      this.#endFaults.get(name)?.();
      this.#sights.get(name)!.failing = undefined;
      await argocd.setFailure(null);
    }
    await this.pass(RECOVERED_AFTER_MS);
  }

  /** Notes what is true now, and holds what is claimed now against what was true. */
  #note(): void {
    const at = this.time.clock.now();
    const sinces = new Map(
      [...this.#sights].map(([name, sight]) => [name, sight.since(at, this)]),
    );
    for (const one of clusters) {
      const { place, instance } = one;
      const key = keyOf(one);
      const truths = this.truths.get(key) ?? [];
      this.truths.set(key, truths);
      const argocd = this.argocds.get(instance)!;
      const now = truthOf(argocd, place, this.git.wanted(place), at);
      if (!isSameTruth(truths.at(-1), now)) truths.push(now);
      // The last one before still held when the time began
      while (truths.length > 1 && truths[1].at <= sinces.get(instance)!)
        truths.shift();
      if (!this.gitops) continue;
      const claim = this.claimOf(one);
      const time = new Date(at).toISOString().slice(11, 23);
      const found = claim
        ? falsehoods(claim, truths)
        : this.#isAbsenceFalse(one, truths);
      for (const what of found)
        this.falsehoods.push(
          `${time} ${key}: false that ${what} (${claim?.reason})`,
        );
    }
  }

  /** Whether a page says that there is no Application, although there always was one. */
  #isAbsenceFalse(
    { place, instance }: Deployed,
    truths: readonly Truth[],
  ): string[] {
    if (!this.isWatched || truths.some(({ exists }) => !exists)) return [];
    // A first list that is too short can't be told from one that is not
    if (this.time.clock.now() - this.#startedAt < LATE_WATCHED_MS) return [];
    const { instances: read } = this.#answer(place.service);
    return read.some(({ name, staleSince }) => name === instance && staleSince)
      ? []
      : ['there is no Application'];
  }

  #answer(service: string): ServiceDeployments {
    const { live, locator } = this.gitops;
    return live.answer(locator.query(component(service))).deployments;
  }
}

function component(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default' },
    spec: { type: 'service', lifecycle: 'production', owner: 'team' },
  };
}

const silent: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silent,
};
