import type { LoggerService } from '@backstage/backend-plugin-api';
import { applicationKey } from '../argocd/Application';
import { slices } from '../argocd/slices';
import type { Gitops } from '../Gitops';
import type { Clock } from '../inventory/Clock';
import type { DirectoryOptions } from '../ownership/Directory';
import { FleetDirectory } from './FleetDirectory';
import { FleetHistory, FleetHistoryOptions } from './FleetHistory';
import { FleetPromotions, FleetPromotionsOptions } from './FleetPromotions';
import { FleetParts } from './FleetParts';
import { contentOf, FleetRow, named } from './fleetRow';

/** Pages that are open read again at least this often. */
const WATCHED_MS = 90_000;
/** At most one notification a second. */
const NOTIFY_EVERY_MS = 1_000;

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
  readonly #rows = new Map<string, FleetRow>();
  readonly #outdated = new Set<string>();
  readonly #directory: FleetDirectory;
  readonly #promotions: FleetPromotions;
  readonly #history: FleetHistory;
  readonly #parts: FleetParts;
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
    const environments = () => gitops.environments.all().map(one => one.name);
    const past = { ...options, environments };
    this.#history = new FleetHistory(past, keys => this.#outdate(keys));
    this.#parts = new FleetParts({ gitops, history: this.#history });
    inventory.onChange(changes =>
      this.#outdate(
        changes.map(({ previous, current }) =>
          applicationKey((current ?? previous)!.application),
        ),
      ),
    );
    // Every cell of this instance shows since when it is stale
    gitops.onInstanceChange(instance =>
      this.#outdate(inventory.keys('instance', instance)),
    );
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

  #outdate(keys: Iterable<string>): void {
    for (const key of keys) this.#outdated.add(key);
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
    for (const key of this.#parts.uncovered) this.#outdated.add(key);
    const { inventory } = this.#options.gitops;
    const { directory, isNew } = await this.#directory.read(
      [...this.#outdated].flatMap(key => inventory.get(key)?.application ?? []),
    );
    if (isNew)
      for (const { application } of inventory.all())
        this.#outdated.add(applicationKey(application));
    const touched = await this.#promotions.read();
    for await (const some of slices(this.#outdated))
      for (const key of some) {
        this.#outdated.delete(key);
        for (const ref of this.#parts.replace(key, directory)) touched.add(ref);
      }
    await this.#remake(touched);
  }

  /**
   * Makes rows anew, and then shows all of them at once: a cursor that was given meanwhile must not
   * be as new as rows that are still to come. Those that say the same keep their version.
   */
  async #remake(refs: ReadonlySet<string>): Promise<void> {
    const version = this.#version + 1;
    const made = new Map<string, FleetRow | undefined>();
    for await (const some of slices(refs))
      for (const ref of some) made.set(ref, this.#make(ref, version));
    for (const [ref, row] of made) {
      const held = this.#rows.get(ref);
      if (row) this.#rows.set(ref, row);
      else this.#rows.delete(ref);
      if (row ? row.version === version : held) this.#version = version;
    }
  }

  /** Undefined where the service owns no Application. */
  #make(ref: string, version: number): FleetRow | undefined {
    const service = this.#parts.of(ref);
    if (!service) return undefined;
    const row = {
      ...named(service.entity),
      parts: service.parts,
      promotions: this.#promotions.of(ref),
    };
    const held = this.#rows.get(ref);
    const isSame = held !== undefined && contentOf(held) === contentOf(row);
    return { ...row, version: isSame ? held.version : version };
  }
}
