import { createHash, randomUUID } from 'node:crypto';
import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  Fleet,
  FleetCell,
  FleetEnvironment,
  FleetService,
  gitopsPromotionReadPermission,
} from 'backstage-plugin-gitops-common';
import { LRUCache } from 'lru-cache';
import { aheadOf } from '../answers/aheadOf';
import { cellOf } from '../answers/fleetCell';
import type { FleetPart, FleetRow } from '../answers/fleetRow';
import { LiveFleet, LiveFleetOptions } from '../answers/LiveFleet';
import { turn } from '../argocd/turn';
import type { Gitops } from '../Gitops';
import type { Access } from './Access';
import { Policy } from './Policy';
import { ShownEntities } from './ShownEntities';

/** Views that are held. Callers with the same rights share one. */
const MAX_VIEWS = 100;
/** A view that remembers more is made anew: its callers read everything once. */
const MAX_GONE = 1_000;

/** Rows that are made into text before others have their turn. */
const SLICE = 100;

/** What callers with the same rights see. */
interface View {
  /** Version of the rows when it was made */
  readonly madeAt: number;
  readonly rows: Map<string, ShownRow>;
  /** Services that they saw before, with the version at which they did not any more */
  readonly gone: Map<string, number>;
  shows(part: FleetPart): boolean;
  showsPromotions(parts: readonly FleetPart[]): boolean;
}

interface ShownRow {
  readonly version: number;
  /** The service as JSON; undefined where nothing of it is shown */
  readonly text?: string;
  readonly isRestricted: boolean;
}

/** Answers what runs of every service, as far as the caller may see it. */
export class FleetCalls {
  readonly #access: Pick<Access, 'anything'>;
  readonly #gitops: Pick<Gitops, 'environments' | 'instances'>;
  readonly #rows: LiveFleet;
  readonly #policy: Policy;
  readonly #shown: ShownEntities;
  readonly #views = new LRUCache<string, View>({ max: MAX_VIEWS });
  /** Versions count from the start of this replica */
  readonly #replica = randomUUID();

  constructor(
    options: Omit<LiveFleetOptions, 'gitops' | 'catalog'> & {
      access: Pick<Access, 'anything'>;
      catalog: Pick<CatalogService, 'getEntitiesByRefs' | 'streamEntities'>;
      gitops: LiveFleetOptions['gitops'] &
        Pick<Gitops, 'environments' | 'instances'>;
      permissions: PermissionsService;
      permissionsRegistry: PermissionsRegistryService;
    },
  ) {
    this.#access = options.access;
    this.#rows = new LiveFleet(options);
    this.#gitops = options.gitops;
    this.#policy = new Policy(options);
    this.#shown = new ShownEntities({ ...options, policy: this.#policy });
  }

  /**
   * The answer as JSON: rows are made into text once for all callers with the same rights.
   *
   * @param since - cursor of an earlier answer. Everything is answered where it is of another
   *   replica, of other rights, or too old
   * @param owner - references, separated by commas: only services that one of these owns
   * @param system - only services of this system
   * @throws NotAllowedError; InputError where changes of some services are asked for
   */
  async read(
    {
      since,
      owner,
      system,
    }: { since?: string; owner?: string; system?: string },
    credentials: BackstageCredentials,
  ): Promise<string> {
    // A service that changes its owner would be missing among what is gone
    if (since !== undefined && (owner ?? system) !== undefined)
      throw new InputError('since can not be combined with owner or system');
    const owners = owner?.split(',');
    const isAskedFor = (row: FleetRow) =>
      (owners?.includes(row.owner ?? '') ?? true) &&
      (system === undefined || row.system === system);
    await this.#access.anything(credentials);
    await this.#rows.read();
    const { key, view } = await this.#viewOf(credentials);
    await this.#prepare(view);
    // From here on nothing is waited for, so that version and rows are of one moment
    const { version, rows } = this.#rows.state;
    const known = this.#versionOf(since, key);
    // A new view has no record of what callers already received, so everything is sent
    const earlier =
      known !== undefined && known >= view.madeAt ? known : undefined;
    const texts: string[] = [];
    let isRestricted = false;
    for (const row of rows.values()) {
      const shown = this.#show(row, view);
      isRestricted ||= shown.isRestricted;
      const isNew = earlier === undefined || row.version > earlier;
      if (isNew && shown.text !== undefined && isAskedFor(row))
        texts.push(shown.text);
    }
    for (const [ref, { text }] of view.rows)
      if (!rows.has(ref)) {
        view.rows.delete(ref);
        if (text !== undefined) view.gone.set(ref, version);
      }
    const answer: Omit<Fleet, 'services'> = {
      cursor: [this.#replica, key, version].join('.'),
      isWhole: earlier === undefined,
      environments: this.#environments(),
      instances: this.#gitops
        .instances()
        .map(({ name, staleSince, problem, reason }) => ({
          ...{ name, staleSince, problem, reason },
        })),
      gone: [...view.gone].flatMap(([ref, at]) =>
        earlier !== undefined && at > earlier ? [ref] : [],
      ),
      isRestricted,
    };
    return `${JSON.stringify(answer).slice(
      0,
      -1,
    )},"services":[${texts.join()}]}`;
  }

  /** The services of which the caller sees something, with the Applications that they see. */
  async visible(credentials: BackstageCredentials): Promise<FleetRow[]> {
    await this.#access.anything(credentials);
    await this.#rows.read();
    const { view } = await this.#viewOf(credentials);
    return [...this.#rows.state.rows.values()].flatMap(row => {
      const parts = row.parts.filter(part => view.shows(part));
      return parts.length > 0 ? [{ ...row, parts }] : [];
    });
  }

  /** A promotion began, moved on or ended. */
  promotionsChanged(): void {
    this.#rows.promotionsChanged();
  }

  /** Keys of the Applications that a service owns, and of those that the caller does not see. */
  async hidden(
    credentials: BackstageCredentials,
  ): Promise<{ owned: ReadonlySet<string>; hidden: ReadonlySet<string> }> {
    await this.#rows.read();
    const { view } = await this.#viewOf(credentials);
    const parts = [...this.#rows.state.rows.values()].flatMap(row => row.parts);
    const keysOf = (some: FleetPart[]) =>
      new Set(some.map(({ application }) => application));
    return {
      owned: keysOf(parts),
      hidden: keysOf(parts.filter(part => !view.shows(part))),
    };
  }

  #versionOf(cursor: string | undefined, view: string): number | undefined {
    const [replica, key, version] = cursor?.split('.') ?? [];
    return replica === this.#replica && key === view
      ? Number(version)
      : undefined;
  }

  async #viewOf(
    credentials: BackstageCredentials,
  ): Promise<{ key: string; view: View }> {
    const { deployments } = await this.#policy.reading(credentials);
    const acting = await this.#policy.acting(credentials);
    const promotions = acting.get(gitopsPromotionReadPermission.name);
    const refs = [...this.#rows.state.rows.keys()];
    const shown = await this.#shown.among(refs, credentials);
    const key = createHash('sha1')
      .update(
        JSON.stringify([
          deployments,
          promotions,
          shown === 'all' || [...shown],
        ]),
      )
      .digest('base64url');
    const view = this.#views.get(key) ?? {
      madeAt: this.#rows.state.version,
      rows: new Map(),
      gone: new Map(),
      shows: part => this.#shows(part, deployments, shown),
      showsPromotions: parts =>
        parts.every(({ owners, environment, project }) =>
          owners.every(owner =>
            this.#policy.holds(promotions, owner, environment, [project]),
          ),
        ),
    };
    if (view.gone.size > MAX_GONE) this.#views.delete(key);
    else this.#views.set(key, view);
    return { key, view };
  }

  #shows(
    { owners, environment, project }: FleetPart,
    deployments: PolicyDecision,
    shown: ReadonlySet<string> | 'all',
  ): boolean {
    return owners.every(
      owner =>
        (shown === 'all' || shown.has(stringifyEntityRef(owner))) &&
        (deployments.result === AuthorizeResult.ALLOW ||
          this.#policy.holds(deployments, owner, environment, [project])),
    );
  }

  /** Makes the texts of rows that changed. Of ten thousand, that takes half a second in all. */
  async #prepare(view: View): Promise<void> {
    let count = 0;
    for (const row of this.#rows.state.rows.values()) {
      if (view.rows.get(row.ref)?.version === row.version) continue;
      this.#show(row, view);
      count += 1;
      if (count % SLICE === 0) await turn();
    }
  }

  #show(row: FleetRow, view: View): ShownRow {
    const held = view.rows.get(row.ref);
    if (held?.version === row.version) return held;
    const parts = row.parts.filter(part => view.shows(part));
    const { ref, title, owner, system, version } = row;
    const cells: Record<string, FleetCell> = {};
    for (const name of new Set(parts.map(one => one.environment))) {
      const own = parts.filter(one => one.environment === name);
      const promotion = row.promotions.get(name);
      cells[name] = cellOf(own.map(({ status }) => status));
      if (promotion && view.showsPromotions(own))
        cells[name].promotion = promotion;
    }
    const inOrder = this.#gitops.environments.all().map(one => one.name);
    const ahead = aheadOf(cells, inOrder, {
      sinceOf: (environment, runs) =>
        parts
          .flatMap(({ environment: where, seen }) =>
            where === environment && seen?.version === runs ? [seen.since] : [],
          )
          .sort()[0],
      ranIn: (environment, ran) =>
        parts.some(
          one => one.environment === environment && one.ranBefore.includes(ran),
        ),
    });
    const service: FleetService = { ref, title, owner, system, cells, ahead };
    const shown: ShownRow = {
      version,
      text: parts.length > 0 ? JSON.stringify(service) : undefined,
      isRestricted: parts.length < row.parts.length,
    };
    view.rows.set(ref, shown);
    if (shown.text !== undefined) view.gone.delete(ref);
    else if (held?.text !== undefined) view.gone.set(ref, version);
    return shown;
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
