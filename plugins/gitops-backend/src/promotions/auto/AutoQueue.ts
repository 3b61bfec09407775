import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { Application, applicationKey } from '../../argocd/Application';
import type { Gitops } from '../../Gitops';
import type { Clock } from '../../inventory/Clock';
import type { Change } from '../../inventory/Inventory';
import type { Owners } from '../../ownership/Owners';
import type { AutoPromoter } from './AutoPromoter';
import type { AutoPlace } from './AutoStore';

/** Changes that come together are looked at together. */
const GATHER_MS = 2_000;
/** What failed, such as a read from the catalog, is tried again after this time. */
const FAILED_MS = 60_000;

type Promoter = Pick<AutoPromoter, 'look'>;

export interface AutoQueueOptions {
  /** Names of the environments that may be promoted to automatically */
  targets: readonly string[];
  owners: Pick<Owners, 'of'>;
  gitops: Pick<Gitops, 'environments' | 'environmentOf' | 'deploymentOf'>;
  logger: Pick<LoggerService, 'warn'>;
  clock: Clock;
}

/**
 * Has services looked at when something of them has changed, or when the time of something has
 * come. Nothing is looked at because time passes.
 */
export class AutoQueue {
  readonly #options: AutoQueueOptions;
  /** Names of the environments whose deployments matter */
  readonly #concerned: ReadonlySet<string>;
  /** What each Application showed last */
  readonly #shown = new Map<string, string>();
  /** Applications that changed, whose owners are to be found */
  #changed = new Map<string, Application>();
  /** When to look at services, in milliseconds since the epoch */
  readonly #due = new Map<string, number>();
  readonly #busy = new Set<string>();

  constructor(options: AutoQueueOptions) {
    this.#options = options;
    const { gitops, targets } = options;
    const all = gitops.environments.all();
    const sources = all
      .filter(({ name }) => targets.includes(name))
      .flatMap(({ from }) => from);
    this.#concerned = new Set([...targets, ...sources]);
  }

  /** Takes what has changed in the inventory. */
  take(changes: readonly Change[]): void {
    const { gitops } = this.#options;
    for (const { previous, current } of changes) {
      const application = current?.application ?? previous?.application;
      if (!application) continue;
      if (!this.#concerned.has(gitops.environmentOf(application))) continue;
      const key = applicationKey(application);
      const shows = current ? shownIn(gitops.deploymentOf(application)) : '';
      if (this.#shown.get(key) === shows) continue;
      if (current) this.#shown.set(key, shows);
      else this.#shown.delete(key);
      this.#changed.set(key, application);
    }
  }

  /** Something else has changed that is decided by, such as a promotion that ended. */
  look(service: string): void {
    this.#due.set(service, -Infinity);
  }

  /** Queues every service that waits for something, such as the end of a freeze. */
  lookAtAll(): void {
    for (const service of this.#due.keys()) this.look(service);
  }

  /** Has what is due looked at until aborted. */
  async run(promoter: Promoter, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      await clock.sleep(GATHER_MS, signal);
      if (!signal.aborted) await this.#start(promoter);
    }
  }

  /** Has what is due now looked at, and waits until that is done. */
  async work(promoter: Promoter): Promise<void> {
    await Promise.all(await this.#start(promoter));
  }

  async #start(promoter: Promoter): Promise<Promise<void>[]> {
    await this.#findOwners();
    const now = this.#options.clock.now();
    const due = [...this.#due].filter(
      ([service, at]) => at <= now && !this.#busy.has(service),
    );
    return due.map(([service]) => {
      this.#due.delete(service);
      this.#busy.add(service);
      return this.#lookAt(service, promoter);
    });
  }

  async #findOwners(): Promise<void> {
    if (this.#changed.size === 0) return;
    const { owners, logger } = this.#options;
    const changed = this.#changed;
    this.#changed = new Map();
    try {
      for (const one of await owners.of([...changed.values()]))
        one.owners.forEach(entity => this.look(stringifyEntityRef(entity)));
    } catch (error) {
      logger.warn(`Automatic promotions wait for the catalog: ${error}`);
      this.#changed = new Map([...changed, ...this.#changed]);
    }
  }

  async #lookAt(service: string, promoter: Promoter): Promise<void> {
    const { targets, clock } = this.#options;
    const waits = await Promise.all(
      targets.map(environment =>
        this.#lookInMs({ service, environment }, promoter),
      ),
    );
    this.#busy.delete(service);
    const at = Math.min(
      clock.now() + Math.min(...waits),
      this.#due.get(service) ?? Infinity,
    );
    if (at < Infinity) this.#due.set(service, at);
  }

  /** Looks now. @returns in how many milliseconds to look again. Never throws */
  async #lookInMs(place: AutoPlace, promoter: Promoter): Promise<number> {
    try {
      return (await promoter.look(place)) ?? Infinity;
    } catch (error) {
      this.#options.logger.warn(
        `Automatic promotion of ${place.service} to ${place.environment} failed, which is tried again: ${error}`,
      );
      return FAILED_MS;
    }
  }
}

/** What decides whether a version may move. */
function shownIn({
  state,
  running,
  wanted,
  sync,
  staleSince,
}: Pick<
  EnvironmentDeployment['applications'][number],
  'state' | 'running' | 'wanted' | 'sync' | 'staleSince'
>): string {
  return JSON.stringify([state, running, wanted, sync, staleSince !== null]);
}
