import { hash } from 'node:crypto';
import {
  Application,
  applicationKey,
  isSameApplication,
} from '../argocd/Application';
import { ApplicationReader } from '../argocd/applicationSchema';
import type { ApplicationList } from '../argocd/ArgoCdClient';
import type { StreamEvent } from '../argocd/events';
import { readVersion, versionOf } from '../argocd/resourceVersion';
import { slices } from '../argocd/slices';
import type { Clock } from './Clock';
import type { Inventory } from './Inventory';
import { Versions } from './Versions';

/** After this time without being listed or mentioned by the stream, an Application is gone. */
export const GONE_AFTER_MS = 10_000;
/** Applications that are taken in one go: some milliseconds of the event loop. */
const SLICE = 250;

/** An Application, or why an item is none. */
export type ReadItem = Application | Error;

/** Items that could not be read, and why the first one could not. */
export interface Malformed {
  readonly count: number;
  readonly problem?: unknown;
}

/**
 * Takes what lists and the stream of one instance show into the inventory. One item that can't be
 * read says nothing of the others: it is counted and skipped.
 */
export class Intake {
  readonly #instance: string;
  readonly #inventory: Inventory;
  readonly #clock: Clock;
  readonly #reader: ApplicationReader;
  readonly #versions: Versions;
  /** Digest of the item of the last list that each Application was read from */
  readonly #digests = new WeakMap<Application, string>();
  /** Time of the first list since one failed: a server that was away may be starting up */
  #listedSince?: number;
  /** Keys that the stream mentioned since the last list was requested: that list may be older */
  #mentioned = new Set<string>();

  constructor(options: {
    instance: string;
    inventory: Inventory;
    clock: Clock;
  }) {
    this.#instance = options.instance;
    this.#inventory = options.inventory;
    this.#clock = options.clock;
    this.#reader = new ApplicationReader(options);
    this.#versions = new Versions(options);
  }

  /** Whether lists have been the same for long enough to believe that nothing is there. */
  get isEmptyConfirmed(): boolean {
    const now = this.#clock.now();
    return now - (this.#listedSince ?? now) >= GONE_AFTER_MS;
  }

  /** Whether the last list was older than what is held, so that another has to confirm it. */
  get isBehind(): boolean {
    return this.#versions.isBehind;
  }

  /** From where to stream: what is older than the newest list is of no use. */
  get resourceVersion(): number | undefined {
    return this.#versions.listed;
  }

  listRequested(): void {
    this.#mentioned = new Set();
  }

  /**
   * What lists had not is not believed to be gone until they have been readable again for long
   * enough.
   */
  listFailed(): void {
    this.#listedSince = undefined;
  }

  /**
   * Reads an item of a list. Nearly all items are the same as in the list before: these are not
   * parsed, and the object that is held is returned.
   */
  read(item: unknown): ReadItem {
    const held = this.#heldOf(item);
    const digest = hash('sha256', JSON.stringify(item), 'base64');
    if (held && this.#digests.get(held) === digest) return held;
    const read = this.#parse(item);
    if (!(read instanceof Error)) this.#digests.set(read, digest);
    return read;
  }

  /**
   * Takes a list in slices, so that one of 10,000 never holds up the event loop.
   *
   * @returns undefined where the list is older than one before: nothing of it is taken
   */
  async list(
    { items, resourceVersion }: ApplicationList<ReadItem>,
    signal: AbortSignal,
  ): Promise<Malformed | undefined> {
    const version = readVersion(resourceVersion);
    if (!this.#versions.takes(version)) return undefined;
    const listed = new Set<string>();
    let malformed: Malformed = { count: 0 };
    for await (const slice of slices(items, SLICE)) {
      signal.throwIfAborted();
      const present: Application[] = [];
      for (const application of slice) {
        if (application instanceof Error) {
          malformed = oneMore(malformed, application);
          continue;
        }
        const key = applicationKey(application);
        listed.add(key);
        if (!this.#knowsNewer(key, version)) present.push(application);
      }
      this.#inventory.observed(present, 'list');
    }
    this.#takeMissing(listed, version);
    this.#versions.taken(version);
    this.#reader.forgetShared();
    return malformed;
  }

  events(events: readonly StreamEvent[]): Malformed {
    let malformed: Malformed = { count: 0 };
    // Of several changes of one Application the last one counts
    const present = new Map<string, Application>();
    const gone = new Set<string>();
    for (const { type, application: item } of events) {
      const application = this.#parse(item);
      if (application instanceof Error) {
        malformed = oneMore(malformed, application);
        continue;
      }
      const key = applicationKey(application);
      if (!this.#versions.hears(key, versionOf(item))) continue;
      this.#mentioned.add(key);
      present.delete(key);
      gone.delete(key);
      if (type === 'DELETED') gone.add(key);
      else present.set(key, application);
    }
    this.#inventory.observed([...present.values()], 'stream');
    this.#inventory.removed([...gone]);
    return malformed;
  }

  #heldOf(item: unknown): Application | undefined {
    const { namespace, name } = Object(Object(item).metadata);
    const key = applicationKey({ instance: this.#instance, namespace, name });
    return this.#inventory.get(key)?.application;
  }

  #parse(item: unknown): ReadItem {
    try {
      const application = this.#reader.read(item);
      const held = this.#inventory.get(applicationKey(application));
      return held && isSameApplication(held.application, application)
        ? held.application
        : application;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Whether the stream has said something newer than a list of this version. */
  #knowsNewer(key: string, list: number | undefined): boolean {
    return this.#mentioned.has(key) || this.#versions.knowsNewer(key, list);
  }

  #takeMissing(listed: ReadonlySet<string>, version: number | undefined): void {
    const now = this.#clock.now();
    this.#listedSince ??= now;
    const gone: string[] = [];
    const missing: string[] = [];
    for (const key of this.#inventory.keys('instance', this.#instance)) {
      if (listed.has(key) || this.#knowsNewer(key, version)) continue;
      const { missingSince = now } = this.#inventory.get(key) ?? {};
      const since = Math.max(missingSince, this.#listedSince);
      (now - since < GONE_AFTER_MS ? missing : gone).push(key);
    }
    this.#inventory.removed(gone);
    this.#inventory.missing(missing);
  }
}

function oneMore({ count, problem }: Malformed, error: Error): Malformed {
  return { count: count + 1, problem: problem ?? error };
}
