import type { LoggerService } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { combine } from '../answers/combine';
import type { Application } from '../argocd/Application';
import type { NotificationSettings } from '../config/readConfig';
import type { Gitops } from '../Gitops';
import type { Clock } from '../inventory/Clock';
import type { Entities } from '../ownership/Entities';
import type { Owners } from '../ownership/Owners';
import type { Episode, EpisodeStore } from './EpisodeStore';
import { messageTo, NotifiedState } from './message';
import { UnwellApplication, UnwellApplications } from './UnwellApplications';

const LOOK_EVERY_MS = 60_000;
/** What is healthy for a shorter time may be about to crash again. */
const HEALTHY_MS = 60_000;

export interface OwnerNotifierOptions {
  settings: NotificationSettings;
  gitops: Pick<
    Gitops,
    | 'inventory'
    | 'locator'
    | 'environments'
    | 'instances'
    | 'environmentOf'
    | 'deploymentOf'
  >;
  entities: Pick<Entities, 'get'>;
  owners: Pick<Owners, 'of'>;
  store: EpisodeStore;
  notifications: NotificationService;
  clock: Clock;
  logger: Pick<LoggerService, 'warn'>;
}

/** A service that has been unwell in an environment for the configured time. */
interface UnwellService extends Episode {
  readonly entity: Entity;
  readonly applications: UnwellApplication[];
}

/**
 * Notifies the owners of a service that stays unwell: once for each time, whatever the number of
 * replicas. The database decides who sends. Only a replica that dies between sending and noting it
 * can make another one send again, and the notification's scope then replaces the first one.
 */
export class OwnerNotifier {
  readonly #options: OwnerNotifierOptions;
  readonly #unwell: UnwellApplications;
  /** When episodes were first seen healthy, by their key */
  readonly #healthySince = new Map<string, number>();

  constructor(options: OwnerNotifierOptions) {
    this.#options = options;
    this.#unwell = new UnwellApplications({
      gitops: options.gitops,
      states: options.settings.states,
    });
  }

  /** Looks once a minute until aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#options;
    while (!signal.aborted) {
      await clock.sleep(LOOK_EVERY_MS, signal);
      if (signal.aborted) return;
      await this.#look().catch(error =>
        logger.warn(`Owners were not notified, which is tried again: ${error}`),
      );
    }
  }

  async #look(): Promise<void> {
    const { settings, clock, gitops, store } = this.#options;
    const { environments, afterMs } = settings;
    const now = clock.now();
    const lasting = (await this.#unwell.look(now)).filter(
      ({ application, since }) => {
        const environment = gitops.environmentOf(application);
        return (
          now - since >= afterMs &&
          environment !== '' &&
          (environments?.includes(environment) ?? true)
        );
      },
    );
    const open = await store.open();
    const known = new Set(open.map(keyOf));
    for (const service of await this.#byService(lasting))
      if (!known.has(keyOf(service)))
        await this.#named(service, this.#notify(service));
    for (const episode of open)
      await this.#named(episode, this.#endIfHealthy(episode, now));
  }

  /** What fails for one service does not keep others from theirs. */
  async #named(
    { service, environment }: Episode,
    work: Promise<void>,
  ): Promise<void> {
    await work.catch(error =>
      this.#options.logger.warn(
        `Owners of ${service} were not notified of ${environment}: ${error}`,
      ),
    );
  }

  /** By whose they are. Where it is not known whose, nobody is notified. */
  async #byService(
    unwell: readonly UnwellApplication[],
  ): Promise<Iterable<UnwellService>> {
    const { owners, gitops } = this.#options;
    const services = new Map<string, UnwellService>();
    const ownerships = await owners.of(unwell.map(one => one.application));
    ownerships.forEach(({ by, owners: entities }, index) => {
      if (by === 'ambiguousLabel') return;
      for (const entity of entities) {
        const environment = gitops.environmentOf(unwell[index].application);
        const service = stringifyEntityRef(entity);
        const key = keyOf({ service, environment });
        const found = services.get(key);
        if (found) found.applications.push(unwell[index]);
        else
          services.set(key, {
            service,
            environment,
            entity,
            applications: [unwell[index]],
          });
      }
    });
    return services.values();
  }

  async #notify(unwell: UnwellService): Promise<void> {
    const { store } = this.#options;
    const { entity, applications } = unwell;
    const deployment = this.#combined(unwell, applications);
    // Only the configured states are in it
    const message = messageTo(
      entity,
      deployment.state as NotifiedState,
      deployment,
    );
    const since = Math.min(...applications.map(one => one.since));
    if (!message || !(await store.claim(unwell, since))) return;
    await this.#options.notifications.send(message);
    await store.sent(unwell);
  }

  async #endIfHealthy(episode: Episode, now: number): Promise<void> {
    const { settings, entities, store, gitops, notifications } = this.#options;
    const key = keyOf(episode);
    const entity = await entities.get(episode.service);
    const applications = entity ? await this.#ownedBy(entity, episode) : [];
    if (applications.length === 0) {
      // Before the first lists are in, nothing is known to be gone
      if (gitops.instances().every(({ status }) => status === 'connected'))
        await store.end(episode);
      return;
    }
    const deployment = this.#combined(
      episode,
      applications.map(application => ({
        deployment: gitops.deploymentOf(application),
      })),
    );
    if (deployment.staleSince !== null) return;
    if (deployment.state !== 'healthy') {
      this.#healthySince.delete(key);
      return;
    }
    const since = this.#healthySince.get(key) ?? now;
    this.#healthySince.set(key, since);
    if (now - since < HEALTHY_MS) return;
    this.#healthySince.delete(key);
    if (!(await store.end(episode))) return;
    const message = messageTo(entity!, 'healthy', deployment);
    if (message && settings.recovery) await notifications.send(message);
  }

  async #ownedBy(
    entity: Entity,
    { service, environment }: Episode,
  ): Promise<Application[]> {
    const { gitops, owners } = this.#options;
    const applications = gitops.locator
      .query(entity)
      .find(gitops.inventory)
      .filter(one => gitops.environmentOf(one) === environment);
    const ownerships = await owners.of(applications);
    return applications.filter((_, index) =>
      ownerships[index].owners.map(stringifyEntityRef).includes(service),
    );
  }

  #combined(
    { environment: name }: Episode,
    applications: readonly Pick<UnwellApplication, 'deployment'>[],
  ): EnvironmentDeployment {
    const { environments } = this.#options.gitops;
    const known = environments.all().find(one => one.name === name);
    return combine(
      { name, title: known?.title ?? name },
      applications.map(({ deployment }) => deployment),
    );
  }
}

function keyOf({ service, environment }: Episode): string {
  return `${service}#${environment}`;
}
