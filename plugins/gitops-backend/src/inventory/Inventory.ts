import { isDeepStrictEqual } from 'node:util';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { GOLDEN_PATH_LABEL } from 'backstage-plugin-gitops-common';
import {
  Application,
  applicationKey,
  isSameApplication,
} from '../argocd/Application';
import type { Clock } from './Clock';
import type { Diagnosis, FinishedSync } from './Diagnosis';
import { Entry, observe } from './Entry';
import { Index } from './Index';

/** One entry that came, changed or went. */
export interface Change {
  readonly previous?: Entry;
  readonly current?: Entry;
  /** The last syncs, oldest first, where they were just read */
  readonly finishedSyncs?: readonly FinishedSync[];
}

export type ChangeListener = (changes: readonly Change[]) => void;

/** `missing` finds, by their instance, the entries that lists have not had. */
export type IndexName =
  | 'instance'
  | 'name'
  | 'service'
  | 'environment'
  | 'goldenPath'
  | 'missing';

export interface InventoryOptions {
  /** Label whose value names the service */
  serviceLabel: string;
  /** Empty where the Application belongs to no environment */
  environmentOf(application: Application): string;
  clock: Pick<Clock, 'now'>;
  logger: Pick<LoggerService, 'error'>;
}

/**
 * All that is known of every Application of every instance, with indexes, and one feed of changes.
 */
export class Inventory {
  readonly #options: InventoryOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #indexes: Readonly<Record<IndexName, Index>>;
  readonly #listeners = new Set<ChangeListener>();

  constructor(options: InventoryOptions) {
    this.#options = options;
    const { environmentOf } = options;
    this.#indexes = {
      instance: new Index(({ application }) => application.instance),
      name: new Index(({ application }) => application.name),
      service: new Index(({ service }) => service),
      environment: new Index(({ application }) => environmentOf(application)),
      goldenPath: new Index(
        ({ application }) => application.labels[GOLDEN_PATH_LABEL],
      ),
      missing: new Index(({ application, missingSince }) =>
        missingSince === undefined ? undefined : application.instance,
      ),
    };
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  all(): IterableIterator<Entry> {
    return this.#entries.values();
  }

  /**
   * As they are, also while somebody iterates. Cheaper than `find` where few entries are needed.
   */
  keys(index: IndexName, value: string): ReadonlySet<string> {
    return this.#indexes[index].keys(value);
  }

  find(index: IndexName, value: string): readonly Entry[] {
    return [...this.keys(index, value)].flatMap(
      key => this.#entries.get(key) ?? [],
    );
  }

  count(index: IndexName, value: string): number {
    return this.keys(index, value).size;
  }

  /** Values that at least one entry has. */
  values(index: IndexName): IterableIterator<string> {
    return this.#indexes[index].values();
  }

  /** Takes what a list or the stream shows. */
  observed(
    applications: readonly Application[],
    source: 'list' | 'stream',
  ): void {
    const { clock, serviceLabel } = this.#options;
    const now = clock.now();
    this.#emit(
      applications.flatMap(application => {
        const key = applicationKey(application);
        const previous = this.#entries.get(key);
        const seen =
          source === 'list'
            ? withStreamed(application, previous?.application)
            : application;
        const service = seen.labels[serviceLabel];
        return this.#set(key, observe(previous, seen, { now, service }));
      }),
    );
  }

  /** Takes that a list did not have them. They stay, unconfirmed. */
  missing(keys: readonly string[]): void {
    const now = this.#options.clock.now();
    this.#emit(
      keys.flatMap(key => {
        const entry = this.#entries.get(key);
        if (!entry || entry.missingSince !== undefined) return [];
        return this.#set(key, { ...entry, missingSince: now });
      }),
    );
  }

  removed(keys: readonly string[]): void {
    this.#emit(keys.flatMap(key => this.#set(key, undefined)));
  }

  /**
   * Takes the diagnosis of an entry. One that equals the present diagnosis is not a change.
   *
   * @returns false where the Application has changed since: then it is a diagnosis of neither
   */
  diagnosed(
    { application }: Entry,
    { finishedSyncs, ...diagnosis }: Diagnosis,
  ): boolean {
    const key = applicationKey(application);
    const held = this.#entries.get(key);
    if (held?.application !== application) return false;
    const current = { ...held, diagnosis, earlier: undefined };
    if (saysTheSame(held.diagnosis, diagnosis)) this.#entries.set(key, current);
    else
      this.#emit(
        this.#set(key, current).map(change => ({ ...change, finishedSyncs })),
      );
    return true;
  }

  /** Takes that what was read of them says nothing of the present. */
  outdated(keys: readonly string[]): void {
    this.#emit(
      keys.flatMap(key => {
        const entry = this.#entries.get(key);
        return entry?.diagnosis
          ? this.#set(key, { ...entry, diagnosis: undefined })
          : [];
      }),
    );
  }

  /** Notifies listeners of entries whose meaning depends on the time, though they are the same. */
  notifyAgain(keys: readonly string[]): void {
    this.#emit(
      keys.flatMap(key => {
        const entry = this.#entries.get(key);
        return entry ? [{ previous: entry, current: entry }] : [];
      }),
    );
  }

  /** @returns what ends the subscription */
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #set(key: string, current: Entry | undefined): Change[] {
    const previous = this.#entries.get(key);
    if (previous === current) return [];
    if (current) this.#entries.set(key, current);
    else this.#entries.delete(key);
    for (const index of Object.values(this.#indexes))
      index.update(key, previous, current);
    return [{ previous, current }];
  }

  #emit(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    for (const listener of this.#listeners) {
      try {
        listener(changes);
      } catch (error) {
        this.#options.logger.error(
          `A listener to changes of Applications failed: ${error}`,
        );
      }
    }
  }
}

/**
 * With what the stream alone shows: the annotation that has Argo CD skip it, and, of Argo CD before
 * 3.5, the revision, as long as nothing else has changed.
 */
function withStreamed(
  listed: Application,
  known: Application | undefined,
): Application {
  const { isSkipped, revision } = known ?? {};
  if (!known || (!isSkipped && (listed.revision || !revision))) return listed;
  const completed = { ...listed, isSkipped };
  const whole = { ...completed, revision: listed.revision || revision };
  return isSameApplication(whole, known) ? known : completed;
}

function saysTheSame(a: Diagnosis | undefined, b: Diagnosis): boolean {
  return a !== undefined && isDeepStrictEqual({ ...a, readAt: b.readAt }, b);
}
