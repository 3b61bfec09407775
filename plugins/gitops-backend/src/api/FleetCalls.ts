import { randomUUID } from 'node:crypto';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { Fleet, FleetEnvironment } from 'backstage-plugin-gitops-common';
import { LRUCache } from 'lru-cache';
import type { FleetRow } from '../answers/fleetRow';
import { LiveFleet, LiveFleetOptions } from '../answers/LiveFleet';
import { slices } from '../argocd/slices';
import type { Gitops } from '../Gitops';
import type { Access } from './Access';
import { fleetRightsOf } from './fleetRights';
import { FleetView } from './FleetView';
import type { Policy } from './Policy';
import type { ShownEntities } from './ShownEntities';

/** Views that are held. Callers with the same rights share one. */
const MAX_VIEWS = 100;

interface FleetQuery {
  /**
   * Cursor of an earlier answer. Everything is answered where it is of another replica, of other
   * rights, or too old
   */
  since?: string;
  /** References, separated by commas: only services that one of these owns */
  owner?: string;
  /** Only services of this system */
  system?: string;
}

/** Answers what runs of every service, as far as the caller may see it. */
export class FleetCalls {
  readonly #access: Pick<Access, 'anything'>;
  readonly #gitops: Pick<Gitops, 'environments' | 'instances'>;
  readonly #rows: LiveFleet;
  readonly #rights: { policy: Policy; shown: ShownEntities };
  readonly #views = new LRUCache<string, FleetView>({ max: MAX_VIEWS });
  /** Versions count from the start of this replica */
  readonly #replica = randomUUID();

  constructor(
    options: LiveFleetOptions & {
      access: Pick<Access, 'anything'>;
      gitops: Pick<Gitops, 'environments' | 'instances'>;
      policy: Policy;
      shown: ShownEntities;
    },
  ) {
    this.#access = options.access;
    this.#rows = new LiveFleet(options);
    this.#gitops = options.gitops;
    this.#rights = options;
  }

  /** @returns the answer as JSON. @throws NotAllowedError; InputError for changes of some services */
  async read(
    { since, owner, system }: FleetQuery,
    credentials: BackstageCredentials,
  ): Promise<string> {
    // A service that changes its owner would be missing among what is gone
    if (since !== undefined && (owner ?? system) !== undefined)
      throw new InputError('since can not be combined with owner or system');
    const owners = owner?.split(',');
    const isWanted = (row: FleetRow) =>
      (owners?.includes(row.owner ?? '') ?? true) &&
      (system === undefined || row.system === system);
    await this.#access.anything(credentials);
    await this.#rows.read();
    const { key, view } = await this.#viewOf(credentials);
    const { services, version, ...said } = await view.answer(
      () => this.#rows.state,
      this.#versionOf(since, key),
      isWanted,
    );
    const answer: Omit<Fleet, 'services'> = {
      cursor: [this.#replica, key, version].join('.'),
      environments: this.#environments(),
      instances: this.#gitops
        .instances()
        .map(({ name, staleSince, problem, reason }) => ({
          ...{ name, staleSince, problem, reason },
        })),
      ...said,
    };
    const beginning = JSON.stringify(answer).slice(0, -1);
    return `${beginning},"services":[${services.join()}]}`;
  }

  /** The services of which the caller sees something, with the Applications that they see. */
  async visible(credentials: BackstageCredentials): Promise<FleetRow[]> {
    await this.#access.anything(credentials);
    await this.#rows.read();
    const { view } = await this.#viewOf(credentials);
    const visible: FleetRow[] = [];
    for await (const some of slices(this.#allRows()))
      for (const row of some) {
        const parts = row.parts.filter(part => view.shows(part));
        if (parts.length > 0) visible.push({ ...row, parts });
      }
    return visible;
  }

  /** Whether the caller sees an Application that a service owns, by its key. */
  async visibility(
    credentials: BackstageCredentials,
  ): Promise<ReadonlyMap<string, boolean>> {
    await this.#rows.read();
    const { view } = await this.#viewOf(credentials);
    const visibility = new Map<string, boolean>();
    for await (const some of slices(this.#allRows()))
      for (const part of some.flatMap(({ parts }) => parts))
        visibility.set(part.application, view.shows(part));
    return visibility;
  }

  /** A promotion began, moved on or ended. */
  promotionsChanged(): void {
    this.#rows.promotionsChanged();
  }

  /** As they are now, whatever changes while somebody looks at them. */
  #allRows(): FleetRow[] {
    return [...this.#rows.state.rows.values()];
  }

  #versionOf(cursor: string | undefined, view: string): number | undefined {
    const [replica, key, version] = cursor?.split('.') ?? [];
    return replica === this.#replica && key === view
      ? Number(version)
      : undefined;
  }

  async #viewOf(
    credentials: BackstageCredentials,
  ): Promise<{ key: string; view: FleetView }> {
    const services = [...this.#rows.state.rows.keys()];
    const rights = await fleetRightsOf(credentials, services, this.#rights);
    const { key } = rights;
    const view =
      this.#views.get(key) ??
      new FleetView({
        rights,
        environments: () =>
          this.#gitops.environments.all().map(({ name }) => name),
      });
    if (view.isFull) this.#views.delete(key);
    else this.#views.set(key, view);
    return { key, view };
  }

  #environments(): FleetEnvironment[] {
    const { environments } = this.#gitops;
    const unread = this.#gitops.instances().filter(one => one.staleSince);
    return environments.all().map(({ name, title }) => ({
      name,
      title,
      unreadSince:
        unread
          .filter(instance => environments.canHold(instance.name, name))
          .flatMap(({ staleSince }) => staleSince ?? [])
          .sort()[0] ?? null,
    }));
  }
}
