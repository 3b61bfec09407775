import type { Fleet } from 'backstage-plugin-gitops-common';
import type { FleetPart, FleetRow } from '../answers/fleetRow';
import { fleetServiceOf } from '../answers/fleetService';
import type { FleetState } from '../answers/LiveFleet';
import { slices } from '../argocd/slices';
import type { FleetRights } from './fleetRights';

/** A view that remembers more is replaced: its callers read everything once. */
const MAX_GONE = 1_000;

interface ShownRow {
  readonly version: number;
  /** The service as JSON; undefined where nothing of it is shown */
  readonly text?: string;
  readonly isRestricted: boolean;
}

/** What a view answers, with the services as JSON. */
type ViewAnswer = Pick<Fleet, 'isWhole' | 'gone' | 'isRestricted'> & {
  services: string[];
  /** That of the fleet */
  version: number;
};

/** What callers with the same rights see: rows are made into text once for all of them. */
export class FleetView {
  readonly #rights: FleetRights;
  readonly #environments: () => string[];
  readonly #rows = new Map<string, ShownRow>();
  /** Services that they saw before, with the version at which they did not any more */
  readonly #gone = new Map<string, number>();
  /** Version of the fleet that its rows are of; undefined before the first answer */
  #version?: number;
  /** Version since when it knows all that its callers were sent */
  #completeSince = Infinity;

  /** @param options - `environments`: all, in their order */
  constructor(options: { rights: FleetRights; environments: () => string[] }) {
    this.#rights = options.rights;
    this.#environments = options.environments;
  }

  get isFull(): boolean {
    return this.#gone.size > MAX_GONE;
  }

  shows(part: FleetPart): boolean {
    return this.#rights.shows(part);
  }

  /**
   * All that is wanted, or only what has changed. Version and rows are of one moment.
   *
   * @param since - version that the caller knows, if any
   */
  async answer(
    fleet: () => FleetState,
    since: number | undefined,
    isWanted: (row: FleetRow) => boolean,
  ): Promise<ViewAnswer> {
    while (this.#version !== fleet().version) await this.#follow(fleet);
    const { version, rows } = fleet();
    const known =
      since !== undefined && since >= this.#completeSince ? since : undefined;
    const isNew = (at: number) => known === undefined || at > known;
    const services: string[] = [];
    let isRestricted = false;
    for (const [ref, shown] of this.#rows) {
      const { text } = shown;
      isRestricted ||= shown.isRestricted;
      if (
        text !== undefined &&
        isNew(shown.version) &&
        isWanted(rows.get(ref)!)
      )
        services.push(text);
    }
    this.#completeSince = Math.min(this.#completeSince, version);
    return {
      version,
      isWhole: known === undefined,
      gone: [...this.#gone].flatMap(([ref, at]) =>
        known !== undefined && at > known ? [ref] : [],
      ),
      isRestricted,
      services,
    };
  }

  /** Makes the texts of rows that changed. Of ten thousand, that takes half a second in all. */
  async #follow(fleet: () => FleetState): Promise<void> {
    const { version, rows } = fleet();
    const changed = [...rows.values()].filter(
      ({ ref, version: at }) => this.#rows.get(ref)?.version !== at,
    );
    for await (const some of slices(changed))
      for (const { ref } of some) {
        // As it is by now
        const row = rows.get(ref);
        if (row) this.#show(row);
      }
    // More has changed meanwhile, and may have gone only then
    if (fleet().version !== version) return;
    for (const [ref, { text }] of this.#rows)
      if (!rows.has(ref)) {
        this.#rows.delete(ref);
        if (text !== undefined) this.#gone.set(ref, version);
      }
    this.#version = version;
  }

  #show(row: FleetRow): void {
    const held = this.#rows.get(row.ref);
    const parts = row.parts.filter(this.#rights.shows);
    const service = fleetServiceOf(row, parts, {
      environments: this.#environments(),
      showsPromotions: this.#rights.showsPromotions,
    });
    const { ref, version } = row;
    const shown: ShownRow = {
      version,
      text: parts.length > 0 ? JSON.stringify(service) : undefined,
      isRestricted: parts.length < row.parts.length,
    };
    this.#rows.set(ref, shown);
    if (shown.text !== undefined) this.#gone.delete(ref);
    else if (held?.text !== undefined) this.#gone.set(ref, version);
  }
}
