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
import { nameOf, Place } from './manifests';
import { falsehoods } from './soundness';
import { isSameTruth, truthOf, Truth } from './truth';
import { VirtualTime } from './VirtualTime';

const token = 'simulated';

/** How late a claim may be: moving Applications are read every 5 s while their page is open, else every 30 to 60 s. */
const LATE_WATCHED_MS = 15_000;
const LATE_MS = 75_000;
/** After Argo CD has failed, the next regular list and what follows from it set everything right. */
const RECOVERED_AFTER_MS = 300_000;

/** The services and environments that a history is about. */
export const places: readonly Place[] = ['orders', 'search'].flatMap(service =>
  ['dev', 'production'].map(environment => ({ service, environment })),
);

/** A simulated Argo CD with its clusters and its repository, and the product that reads it. */
export class World {
  readonly time = new VirtualTime(() => this.argocd?.openStreams ?? 0);
  readonly git = new Git(() => this.time.clock.now());
  /** What was true, from each moment until the next, by the Application's name */
  readonly truths = new Map<string, Truth[]>();
  /** Somebody has the services' pages open */
  isWatched = false;
  /** Claims that were true at no moment at which they may have been read */
  readonly falsehoods: string[] = [];
  argocd!: ArgoCD;
  gitops!: Gitops;
  #endFault: (() => void) | undefined;
  #blindSince: number | undefined;
  #failedUntil = -Infinity;
  #startedAt = 0;

  static async start(): Promise<World> {
    const world = new World();
    const { clock } = world.time;
    world.argocd = await createArgoCD({
      name: 'main',
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
    world.argocd.follow([world.git.repository]);
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
              instances: [{ name: 'main', url: this.argocd.url, token }],
            },
            environments: ['dev', 'production'].map(name => ({ name })),
          },
        }),
      ),
      logger: silent,
      clock: this.time.product,
      metrics: createMetrics(new RecordedMetrics().service, this.time.product),
      onServiceChange: () => {},
    });
    this.gitops.start();
    this.#startedAt = this.time.clock.now();
  }

  async pass(ms: number): Promise<void> {
    await this.time.pass(ms, () => this.#note());
  }

  /** What the product says of a place; undefined where it knows of no Application there. */
  claimOf(place: Place): ApplicationDeployment | undefined {
    const { service, environment } = place;
    if (this.isWatched) {
      const { environments } = this.#answer(service);
      return environments.find(one => one.environment === environment)
        ?.applications[0];
    }
    const application = this.gitops.application({
      instance: 'main',
      namespace: 'argocd',
      name: nameOf(place),
    });
    return application && this.gitops.deploymentOf(application);
  }

  async stop(): Promise<void> {
    await this.gitops.stop();
    await this.argocd.close();
    this.time.stop();
  }

  /** Argo CD fails in this way for so long; what it failed in before is over. */
  async fail(
    fault: string,
    options: Record<string, number>,
    ms: number,
  ): Promise<void> {
    this.#endFault?.();
    await this.argocd.setFailure(fault, options);
    this.#endFault = this.time.clock.after(ms, () => {
      void this.argocd.setFailure(null);
    });
  }

  /** Argo CD works again, and so much time passes that the product knows everything. */
  async recover(): Promise<void> {
    this.#endFault?.();
    await this.argocd.setFailure(null);
    await this.pass(RECOVERED_AFTER_MS);
  }

  /** Notes what is true now, and holds what is claimed now against what was true. */
  #note(): void {
    const at = this.time.clock.now();
    const since = this.#since(at);
    for (const place of places) {
      const name = nameOf(place);
      const truths = this.truths.get(name) ?? [];
      this.truths.set(name, truths);
      const now = truthOf(this.argocd, place, this.git.wanted(place), at);
      if (!isSameTruth(truths.at(-1), now)) truths.push(now);
      // The last one before still held when the time began
      while (truths.length > 1 && truths[1].at <= since) truths.shift();
      if (!this.gitops) continue;
      const claim = this.claimOf(place);
      const time = new Date(at).toISOString().slice(11, 23);
      const found = claim
        ? falsehoods(claim, truths)
        : this.#isAbsenceFalse(place, truths);
      for (const what of found)
        this.falsehoods.push(
          `${time} ${name}: false that ${what} (${claim?.reason})`,
        );
    }
  }

  /** Whether a page says that there is no Application, although there always was one. */
  #isAbsenceFalse({ service }: Place, truths: readonly Truth[]): string[] {
    if (!this.isWatched || truths.some(({ exists }) => !exists)) return [];
    // A first list that is too short can't be told from one that is not
    if (this.time.clock.now() - this.#startedAt < LATE_WATCHED_MS) return [];
    const { instances } = this.#answer(service);
    return instances.some(({ staleSince }) => staleSince)
      ? []
      : ['there is no Application'];
  }

  #answer(service: string): ServiceDeployments {
    const { live, locator } = this.gitops;
    return live.answer(locator.query(component(service))).deployments;
  }

  /** Since when a claim may have been read that is made now. */
  #since(at: number): number {
    if (this.argocd.failure) {
      this.#blindSince ??= at;
      this.#failedUntil = at;
    } else if (at - this.#failedUntil > RECOVERED_AFTER_MS)
      this.#blindSince = undefined;
    const late = at - (this.isWatched ? LATE_WATCHED_MS : LATE_MS);
    return Math.min(late, (this.#blindSince ?? at) - LATE_MS);
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
