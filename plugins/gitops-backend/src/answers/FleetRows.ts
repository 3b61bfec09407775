import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { Application, applicationKey } from '../argocd/Application';
import { turn } from '../argocd/turn';
import type { Gitops } from '../Gitops';
import type { Clock } from '../inventory/Clock';
import {
  Directory,
  DirectoryOptions,
  readDirectory,
} from '../ownership/Directory';
import { FleetStatus, statusOf } from './fleetCell';

/** Names and owners change rarely. */
const DIRECTORY_MS = 60_000;
/** Minimum time between two reads of the catalog. */
const DIRECTORY_RETRY_MS = 5_000;
/** Pages that are open read again at least this often. */
const WATCHED_MS = 90_000;
/** At most one notification a second. */
const NOTIFY_EVERY_MS = 1_000;
/** Applications that are judged before others have their turn. */
const SLICE = 100;

/** An Application as part of its service's row. */
export interface FleetPart {
  readonly environment: string;
  readonly project: string;
  /** Who may see it has the right for each of them */
  readonly owners: readonly Entity[];
  readonly status: FleetStatus;
}

/** A service that owns Applications. */
export interface FleetRow {
  readonly ref: string;
  readonly title: string;
  readonly owner: string | null;
  readonly system: string | null;
  readonly parts: readonly FleetPart[];
  /** That of the rows when it changed last */
  readonly version: number;
}

/** All rows at one time. */
export interface FleetState {
  /** Counts changes, also of rows that went */
  readonly version: number;
  /** By the references of the services. Every owner of a part has one */
  readonly rows: ReadonlyMap<string, FleetRow>;
}

export interface FleetRowsOptions extends Omit<DirectoryOptions, 'locator'> {
  gitops: Pick<
    Gitops,
    | 'inventory'
    | 'locator'
    | 'environmentOf'
    | 'deploymentOf'
    | 'onInstanceChange'
    | 'signal'
  >;
  clock: Clock;
  logger: Pick<LoggerService, 'warn'>;
  /** Notified of changes while somebody looks, once a second at most */
  onChange(): void;
}

/**
 * One row for each service that owns Applications, as a person who may see everything would see it.
 * Only what changed is made anew, and only when somebody looks.
 */
export class FleetRows {
  readonly #options: FleetRowsOptions;
  readonly #owned = new Map<string, readonly Entity[]>();
  readonly #services = new Map<
    string,
    { entity: Entity; parts: Map<string, FleetPart> }
  >();
  readonly #rows = new Map<string, FleetRow>();
  readonly #outdated = new Set<string>();
  /** Applications whose label the directory was not read for */
  readonly #uncovered = new Set<string>();
  #directory?: { readonly is: Directory; readonly readAt: number };
  #updating?: Promise<void>;
  #version = 0;
  #readAt = -Infinity;
  #notifiedVersion = 0;
  #isNotifying = false;

  constructor(options: FleetRowsOptions) {
    this.#options = options;
    const { gitops } = options;
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
    await this.#update();
    return this.state;
  }

  /** As it is now. */
  get state(): FleetState {
    return { version: this.#version, rows: this.#rows };
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
    const directory = await this.#upToDateDirectory();
    const touched = new Set<string>();
    let count = 0;
    for (const key of this.#outdated) {
      this.#outdated.delete(key);
      for (const ref of this.#replace(key, directory)) touched.add(ref);
      count += 1;
      if (count % SLICE === 0) await turn();
    }
    await this.#remake(touched);
  }

  async #upToDateDirectory(): Promise<Directory> {
    const { clock, gitops, logger } = this.#options;
    const held = this.#directory;
    const age = held ? clock.now() - held.readAt : Infinity;
    const isComplete = () =>
      [...this.#outdated].every(key => {
        const entry = gitops.inventory.get(key);
        return !entry || held!.is.covers(entry.application);
      });
    if (
      held &&
      (age < DIRECTORY_RETRY_MS || (age < DIRECTORY_MS && isComplete()))
    )
      return held.is;
    const applications = [...gitops.inventory.all()].map(
      ({ application }) => application,
    );
    const readAt = clock.now();
    try {
      const is = await readDirectory(applications, {
        ...this.#options,
        locator: gitops.locator,
      });
      this.#directory = { is, readAt };
      for (const application of applications)
        this.#outdated.add(applicationKey(application));
      return is;
    } catch (error) {
      if (!held) throw error;
      logger.warn(`Names and owners in the fleet may be old: ${error}`);
      this.#directory = {
        ...held,
        readAt: readAt - DIRECTORY_MS + DIRECTORY_RETRY_MS,
      };
      return held.is;
    }
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
    const { project } = application;
    return { environment, project, owners, status: statusOf(deployment) };
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

  /** Undefined where nothing is left of the service. */
  #make(ref: string, version: number): FleetRow | undefined {
    const { entity, parts } = this.#services.get(ref)!;
    if (parts.size === 0) {
      this.#services.delete(ref);
      return undefined;
    }
    const inOrder = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
    const row = { ...named(entity), parts: inOrder.map(([, part]) => part) };
    const held = this.#rows.get(ref);
    const isSame = held !== undefined && contentOf(held) === contentOf(row);
    return { ...row, version: isSame ? held.version : version };
  }
}

function named(entity: Entity) {
  const { title, name } = entity.metadata;
  const systems = targetsOf(entity, RELATION_PART_OF).filter(ref =>
    ref.startsWith('system:'),
  );
  return {
    ref: stringifyEntityRef(entity),
    title: title ?? name,
    owner: ownersOf(entity)[0] ?? null,
    system: systems[0] ?? null,
  };
}

function ownersOf(entity: Entity): string[] {
  return targetsOf(entity, RELATION_OWNED_BY);
}

function targetsOf({ relations = [] }: Entity, wanted: string): string[] {
  return relations.flatMap(({ type, targetRef }) =>
    type === wanted ? [targetRef] : [],
  );
}

/** All that anybody can see of a row, and all that decides who sees it. */
function contentOf({ version: _, parts, ...row }: Partial<FleetRow>): string {
  return JSON.stringify([
    row,
    parts?.map(({ owners, ...part }) => [
      part,
      owners.map(entity => [stringifyEntityRef(entity), ownersOf(entity)]),
    ]),
  ]);
}
