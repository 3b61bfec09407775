import type { LoggerService } from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { Application, applicationKey } from '../argocd/Application';
import { turn } from '../argocd/turn';
import type { Gitops } from '../Gitops';
import type { Clock } from '../inventory/Clock';
import type { Directory, DirectoryOptions } from '../ownership/Directory';
import { statusOf } from './fleetCell';
import { FleetDirectory } from './FleetDirectory';
import { FleetHistory, FleetHistoryOptions } from './FleetHistory';
import { FleetPromotions, FleetPromotionsOptions } from './FleetPromotions';
import { contentOf, FleetPart, FleetRow, named } from './fleetRow';

/** Pages that are open read again at least this often. */
const WATCHED_MS = 90_000;
/** At most one notification a second. */
const NOTIFY_EVERY_MS = 1_000;
/** Applications that are judged before others have their turn. */
const SLICE = 100;

/** All rows at one time. */
export interface FleetState {
  /** Counts changes, also of rows that went */
  readonly version: number;
  /** By the references of the services. Every owner of a part has one */
  readonly rows: ReadonlyMap<string, FleetRow>;
}

export interface LiveFleetOptions extends Omit<DirectoryOptions, 'locator'> {
  gitops: Pick<
    Gitops,
    | 'inventory'
    | 'locator'
    | 'environmentOf'
    | 'environments'
    | 'deploymentOf'
    | 'onInstanceChange'
    | 'signal'
  >;
  clock: Clock;
  logger: Pick<LoggerService, 'warn'>;
  promotionsUnderWay: FleetPromotionsOptions['underWay'];
  lastingRuns: FleetHistoryOptions['lastingRuns'];
  endedRuns: FleetHistoryOptions['endedRuns'];
  /** Notified of changes while somebody looks, once a second at most */
  onChange(): void;
}

/**
 * One row for each service that owns Applications, as a person who may see everything would see it.
 * Only what changed is made anew, and only when somebody looks.
 */
export class LiveFleet {
  readonly #options: LiveFleetOptions;
  readonly #owned = new Map<string, readonly Entity[]>();
  readonly #services = new Map<
    string,
    { entity: Entity; parts: Map<string, FleetPart> }
  >();
  readonly #rows = new Map<string, FleetRow>();
  readonly #outdated = new Set<string>();
  /** Applications whose label the directory was not read for */
  readonly #uncovered = new Set<string>();
  readonly #directory: FleetDirectory;
  readonly #promotions: FleetPromotions;
  readonly #history: FleetHistory;
  #updating?: Promise<void>;
  #version = 0;
  #readAt = -Infinity;
  #notifiedVersion = 0;
  #isNotifying = false;

  constructor(options: LiveFleetOptions) {
    this.#options = options;
    const { gitops } = options;
    const { inventory, locator } = gitops;
    this.#directory = new FleetDirectory({ ...options, inventory, locator });
    this.#promotions = new FleetPromotions({
      ...options,
      underWay: options.promotionsUnderWay,
    });
    const lastEnvironment = () => gitops.environments.all().at(-1)?.name;
    const past = { ...options, lastEnvironment };
    this.#history = new FleetHistory(past, applications => {
      for (const key of applications) this.#outdated.add(key);
      this.#notifySoon();
    });
    gitops.inventory.onChange(changes => {
      for (const { previous, current } of changes)
        this.#outdated.add(applicationKey((current ?? previous)!.application));
      this.#notifySoon();
    });
    // Every cell of this instance shows since when it is stale
    gitops.onInstanceChange(instance => {
      for (const key of gitops.inventory.keys('instance', instance))
        this.#outdated.add(key);
      this.#notifySoon();
    });
  }

  /** @throws what the catalog throws while nothing was ever read of it */
  async read(): Promise<FleetState> {
    this.#readAt = this.#options.clock.now();
    this.#history.refresh();
    await this.#update();
    return this.state;
  }

  /** As it is now. */
  get state(): FleetState {
    return { version: this.#version, rows: this.#rows };
  }

  /** A promotion began, moved on or ended. */
  promotionsChanged(): void {
    this.#promotions.outdate();
    this.#notifySoon();
  }

  #notifySoon(): void {
    const { clock, gitops, onChange, logger } = this.#options;
    const isWatched = clock.now() - this.#readAt < WATCHED_MS;
    if (this.#isNotifying || !isWatched || gitops.signal.aborted) return;
    this.#isNotifying = true;
    clock
      .sleep(NOTIFY_EVERY_MS, gitops.signal)
      .then(() => this.#update())
      .then(() => {
        if (this.#version === this.#notifiedVersion) return;
        this.#notifiedVersion = this.#version;
        onChange();
      })
      .catch(error => logger.warn(`The fleet can't be read: ${error}`))
      .finally(() => {
        this.#isNotifying = false;
        // What changed while the rows were made anew
        if (this.#outdated.size > 0) this.#notifySoon();
      });
  }

  /** Concurrent callers share one update. What changes during it is part of it. */
  #update(): Promise<void> {
    this.#updating ??= this.#bringUpToDate().finally(
      () => (this.#updating = undefined),
    );
    return this.#updating;
  }

  async #bringUpToDate(): Promise<void> {
    for (const key of this.#uncovered) this.#outdated.add(key);
    this.#uncovered.clear();
    const { inventory } = this.#options.gitops;
    const { directory, isNew } = await this.#directory.read(
      [...this.#outdated].flatMap(key => inventory.get(key)?.application ?? []),
    );
    if (isNew)
      for (const { application } of inventory.all())
        this.#outdated.add(applicationKey(application));
    const touched = await this.#promotions.read();
    let count = 0;
    for (const key of this.#outdated) {
      this.#outdated.delete(key);
      for (const ref of this.#replace(key, directory)) touched.add(ref);
      count += 1;
      if (count % SLICE === 0) await turn();
    }
    await this.#remake(touched);
  }

  /** Judges an Application anew. @returns references of its owners, before and now */
  #replace(key: string, directory: Directory): Set<string> {
    const entry = this.#options.gitops.inventory.get(key);
    const before = this.#owned.get(key) ?? [];
    const environment =
      entry && this.#options.gitops.environmentOf(entry.application);
    const isCovered = entry && directory.covers(entry.application);
    // Who owns it is not known before the catalog was asked for what its label names
    if (entry && !isCovered) this.#uncovered.add(key);
    const owners =
      isCovered && environment
        ? directory.claimsOf(entry.application).ownership.owners
        : [];
    for (const entity of before)
      this.#services.get(stringifyEntityRef(entity))?.parts.delete(key);
    if (!entry || !environment || owners.length === 0) this.#owned.delete(key);
    else {
      this.#owned.set(key, owners);
      const part = this.#partOf(entry.application, environment, owners);
      for (const entity of owners) {
        const ref = stringifyEntityRef(entity);
        const parts = this.#services.get(ref)?.parts ?? new Map();
        this.#services.set(ref, { entity, parts: parts.set(key, part) });
      }
    }
    return new Set([...before, ...owners].map(stringifyEntityRef));
  }

  #partOf(
    application: Application,
    environment: string,
    owners: readonly Entity[],
  ): FleetPart {
    const deployment = this.#options.gitops.deploymentOf(application);
    const { serviceLabel } = this.#options.gitops.locator;
    const label = application.labels[serviceLabel];
    return {
      application: applicationKey(application),
      label,
      environment,
      project: application.project,
      owners,
      status: statusOf(deployment),
      seen: this.#history.of(applicationKey(application)),
      ranBefore: this.#history.ranBefore(applicationKey(application), label),
    };
  }

  /**
   * Makes rows anew, and then shows all of them at once: a cursor that was given meanwhile must not
   * be as new as rows that are still to come. Those that say the same keep their version.
   */
  async #remake(refs: ReadonlySet<string>): Promise<void> {
    const version = this.#version + 1;
    const made = new Map<string, FleetRow | undefined>();
    for (const ref of refs) {
      if (made.size % SLICE === SLICE - 1) await turn();
      made.set(ref, this.#make(ref, version));
    }
    for (const [ref, row] of made) {
      const held = this.#rows.get(ref);
      if (row) this.#rows.set(ref, row);
      else this.#rows.delete(ref);
      if (row ? row.version === version : held) this.#version = version;
    }
  }

  /** Undefined where nothing is left of the service, or nothing was. */
  #make(ref: string, version: number): FleetRow | undefined {
    const { entity, parts } = this.#services.get(ref) ?? {};
    if (!entity || !parts) return undefined;
    if (parts.size === 0) {
      this.#services.delete(ref);
      return undefined;
    }
    const inOrder = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
    const row = {
      ...named(entity),
      parts: inOrder.map(([, part]) => part),
      promotions: this.#promotions.of(ref),
    };
    const held = this.#rows.get(ref);
    const isSame = held !== undefined && contentOf(held) === contentOf(row);
    return { ...row, version: isSame ? held.version : version };
  }
}
