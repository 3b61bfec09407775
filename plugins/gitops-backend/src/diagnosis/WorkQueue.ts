import type { Clock } from '../inventory/Clock';

/** How soon after it looked through the delayed keys it does so again: there may be thousands. */
const MIN_ALARM_MS = 50;

export interface WorkQueueOptions {
  clock: Clock;
  /** How many priorities there are: 0 comes first */
  priorities: number;
  /** How many keys may be worked on at present; 0 pauses the queue until `wake` */
  limit(): number;
  /** Must not throw */
  work(key: string): Promise<void>;
}

/**
 * Keys that need work, as controllers have them: a key is queued once however often it is added,
 * is never worked on twice at a time, and is worked on again if it was added meanwhile. The queue
 * does not know what the work is.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  /** For each priority, since when each key waits, in the order of their turn */
  readonly #queued: readonly Map<string, number>[];
  readonly #processing = new Set<string>();
  readonly #delayed = new Map<string, { at: number; priority: number }>();
  /** For the first of the delayed keys: a timer for each would need more memory than its entry */
  #alarm?: { at: number; timer: AbortController };
  #isEnded = false;
  #isWaking = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#queued = Array.from({ length: options.priorities }, () => new Map());
  }

  /** How many keys wait for their turn. */
  get size(): number {
    return this.#queued.reduce((sum, keys) => sum + keys.size, 0);
  }

  /** Since when the one that waits longest has waited; undefined where none waits. */
  get oldestSince(): number | undefined {
    const firsts = this.#queued.flatMap(
      keys => keys.values().next().value ?? [],
    );
    return firsts.length > 0 ? Math.min(...firsts) : undefined;
  }

  /** Queues the key now. In that priority already, it keeps its place. */
  add(key: string, priority: number): void {
    this.#delayed.delete(key);
    const since = this.#queuedSince(key) ?? this.#options.clock.now();
    this.#queued.forEach((keys, one) => one !== priority && keys.delete(key));
    this.#queued[priority].set(key, since);
    this.#wakeSoon();
  }

  /** Queues the key later; no later than it would be anyway. */
  addAfter(key: string, ms: number, priority: number): void {
    const at = this.#options.clock.now() + ms;
    const delayed = this.#delayed.get(key);
    if (
      this.#isEnded ||
      this.#queuedSince(key) !== undefined ||
      (delayed && delayed.at <= at)
    )
      return;
    this.#delayed.set(key, { at, priority });
    this.#setAlarm(at);
  }

  /** Work on the key that is under way goes on. */
  forget(key: string): void {
    this.#delayed.delete(key);
    this.#queued.forEach(keys => keys.delete(key));
  }

  /** Looks again whether there is something to do: the limit may have changed. */
  wake(): void {
    while (!this.#isEnded && this.#processing.size < this.#options.limit()) {
      const key = this.#next();
      if (key === undefined) return;
      this.#processing.add(key);
      this.#options.work(key).finally(() => {
        this.#processing.delete(key);
        this.wake();
      });
    }
  }

  end(): void {
    this.#isEnded = true;
    this.#delayed.clear();
    this.#endAlarm();
  }

  #setAlarm(at: number): void {
    if (this.#alarm && this.#alarm.at <= at) return;
    this.#endAlarm();
    const { clock } = this.#options;
    const timer = new AbortController();
    const alarm = { at, timer };
    this.#alarm = alarm;
    clock.sleep(at - clock.now(), timer.signal).then(() => {
      if (this.#alarm !== alarm) return;
      this.#alarm = undefined;
      this.#addDue();
    });
  }

  #endAlarm(): void {
    const { timer } = this.#alarm ?? {};
    this.#alarm = undefined;
    timer?.abort();
  }

  #addDue(): void {
    const now = this.#options.clock.now();
    let next = Infinity;
    for (const [key, { at, priority }] of this.#delayed) {
      if (at <= now) this.add(key, priority);
      else next = Math.min(next, at);
    }
    if (next < Infinity) this.#setAlarm(Math.max(next, now + MIN_ALARM_MS));
  }

  /** Keys that are added together are sorted by priority before the first is worked on. */
  #wakeSoon(): void {
    if (this.#isWaking) return;
    this.#isWaking = true;
    queueMicrotask(() => {
      this.#isWaking = false;
      this.wake();
    });
  }

  #queuedSince(key: string): number | undefined {
    return this.#queued.find(keys => keys.has(key))?.get(key);
  }

  /** A key that is worked on keeps its place until that has ended. */
  #next(): string | undefined {
    for (const keys of this.#queued) {
      for (const key of keys.keys()) {
        if (this.#processing.has(key)) continue;
        keys.delete(key);
        return key;
      }
    }
    return undefined;
  }
}
