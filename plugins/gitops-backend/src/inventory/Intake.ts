import { Application, applicationKey } from '../argocd/Application';
import { ApplicationReader } from '../argocd/applicationSchema';
import type { StreamEvent } from '../argocd/events';
import { turn } from '../argocd/turn';
import type { Clock } from './Clock';
import type { Inventory } from './Inventory';

/** What lists have not had for so long, without a word of the stream, is gone. */
export const GONE_AFTER_MS = 10_000;
/** Items that are read in one go: some milliseconds of the event loop. */
const SLICE = 250;

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
  }

  /** Whether lists have been the same for long enough to believe that nothing is there. */
  get isEmptyConfirmed(): boolean {
    const now = this.#clock.now();
    return now - (this.#listedSince ?? now) >= GONE_AFTER_MS;
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

  /** Reads in slices, so that a list of 10,000 never holds up the event loop. */
  async list(
    items: readonly unknown[],
    signal: AbortSignal,
  ): Promise<Malformed> {
    const listed = new Set<string>();
    let malformed: Malformed = { count: 0 };
    for (let start = 0; start < items.length; start += SLICE) {
      if (start > 0) await turn();
      signal.throwIfAborted();
      const present: Application[] = [];
      for (const item of items.slice(start, start + SLICE)) {
        const application = this.#read(item);
        if (application instanceof Error) {
          malformed = oneMore(malformed, application);
          continue;
        }
        const key = applicationKey(application);
        listed.add(key);
        if (!this.#mentioned.has(key)) present.push(application);
      }
      this.#inventory.observed(present, 'list');
    }
    this.#takeMissing(listed);
    this.#reader.forgetShared();
    return malformed;
  }

  events(events: readonly StreamEvent[]): Malformed {
    let malformed: Malformed = { count: 0 };
    // Of several changes of one Application the last one counts
    const present = new Map<string, Application>();
    const gone = new Set<string>();
    for (const { type, application: item } of events) {
      const application = this.#read(item);
      if (application instanceof Error) {
        malformed = oneMore(malformed, application);
        continue;
      }
      const key = applicationKey(application);
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

  #read(item: unknown): Application | Error {
    try {
      return this.#reader.read(item);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #takeMissing(listed: ReadonlySet<string>): void {
    const now = this.#clock.now();
    this.#listedSince ??= now;
    const gone: string[] = [];
    const missing: string[] = [];
    for (const key of this.#inventory.keys('instance', this.#instance)) {
      if (listed.has(key) || this.#mentioned.has(key)) continue;
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
