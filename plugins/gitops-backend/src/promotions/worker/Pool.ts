import type { Clock } from '../../inventory/Clock';
import type { Lease, Take } from '../store/Leases';

/** How soon a row is seen that another replica has written. */
const LOOK_MS = 5_000;
/** Minimum time between two reads of due rows, if there is no backlog. */
const MIN_PAUSE_MS = 200;

export interface PoolOptions<T> {
  /** How many are worked on at once */
  size: number;
  /** How many of one Git host, so that one which hangs leaves room for the others */
  perHost: number;
  take(take: Omit<Take, 'forMs'>): Promise<Lease<T>[]>;
  idOf(subject: T): string;
  hostOf(subject: T): string;
  /** @returns in how many milliseconds it is due again; undefined where that is not known */
  work(lease: Lease<T>, signal: AbortSignal): Promise<number | undefined>;
  clock: Clock;
  /**
   * Told why nothing could be taken, which is tried again, or why somebody's work failed, which is
   * begun again when the lease is over.
   */
  onFailure(error: unknown): void;
}

/**
 * Works on what is due of one table. It takes rows in batches: when something is known to be due,
 * and every few seconds for what others have written. Where there are more than fit in, it takes
 * again once half of the batch is done.
 */
export class Pool<T> {
  readonly #options: PoolOptions<T>;
  readonly #working = new Map<string, Promise<void>>();
  readonly #perHost = new Map<string, number>();
  /** Rows to look at again, whether they are due or not */
  readonly #hinted = new Set<string>();
  /** What was being worked on when somebody said that something is due: perhaps just that */
  #suspected = new Set<string>();
  /** When rows are due that were worked on here, in milliseconds since the epoch */
  readonly #dueAt = new Map<string, number>();
  #takenAt = -Infinity;
  /** How many were worked on then */
  #batchSize = 0;
  #hasBacklog = false;
  #isWoken = false;
  /** In milliseconds since the epoch; in the past while it is awake */
  #sleepsUntil = -Infinity;
  #endSleep = () => {};

  constructor(options: PoolOptions<T>) {
    this.#options = options;
  }

  /** Works until aborted. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#endSleep(), { once: true });
    while (!signal.aborted) {
      const waitMs = this.#waitMs();
      if (waitMs > 0) await this.#sleep(waitMs);
      else await this.fill(signal).catch(this.#failing(signal));
    }
  }

  /** Something is due. */
  wake(): void {
    this.#isWoken = true;
    this.#suspected = new Set(this.#working.keys());
    this.#reconsider();
  }

  /** These are to be looked at, due or not. */
  hint(ids: readonly string[]): void {
    for (const id of ids) this.#hinted.add(id);
    this.#isWoken ||= ids.some(id => !this.#working.has(id));
    this.#reconsider();
  }

  /**
   * Begins to work on what is due and fits in.
   *
   * @returns how many it has begun
   */
  async fill(signal: AbortSignal): Promise<number> {
    const { size, perHost, take, idOf, clock } = this.#options;
    const free = size - this.#working.size;
    if (free === 0) return 0;
    const now = clock.now();
    this.#takenAt = now;
    this.#hasBacklog = false;
    this.#isWoken = false;
    for (const [id, at] of this.#dueAt) if (at <= now) this.#dueAt.delete(id);
    const ids = [...this.#hinted].filter(id => !this.#working.has(id));
    const counts = [...this.#perHost];
    const exceptHosts = counts.flatMap(([host, n]) =>
      n < perHost ? [] : host,
    );
    const others = counts.flatMap(([, n]) => (n < perHost ? n : []));
    // All that is taken may be of the host that has least room
    const limit = Math.min(free, perHost - Math.max(0, ...others));
    const leases = await take({ limit, exceptHosts, ids });
    this.#hasBacklog ||= leases.length >= limit;
    // Who has the others looks at them, unless they may be of a host that was left out
    const isAll = !this.#hasBacklog && exceptHosts.length === 0;
    const seen = isAll ? ids : leases.map(one => idOf(one.subject));
    for (const id of seen) this.#hinted.delete(id);
    for (const lease of leases) this.#begin(lease, signal);
    this.#batchSize = this.#working.size;
    return leases.length;
  }

  /** Resolves when all that was begun is done. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working.values());
  }

  async #sleep(ms: number): Promise<void> {
    const { clock } = this.#options;
    const ended = new AbortController();
    this.#endSleep = () => ended.abort();
    this.#sleepsUntil = clock.now() + ms;
    await clock.sleep(ms, ended.signal);
    this.#sleepsUntil = -Infinity;
  }

  /** Ends its sleep where there is something to take before that is over. */
  #reconsider(): void {
    const { clock } = this.#options;
    if (clock.now() + this.#waitMs() >= this.#sleepsUntil) return;
    this.#sleepsUntil = -Infinity;
    this.#endSleep();
  }

  /** How long not to take anything. */
  #waitMs(): number {
    const { size, clock } = this.#options;
    if (this.#working.size >= size) return LOOK_MS;
    if (this.#hasBacklog && this.#working.size <= this.#batchSize / 2) return 0;
    const now = clock.now();
    const dueAt =
      this.#hasBacklog || this.#isWoken
        ? now
        : Math.min(this.#takenAt + LOOK_MS, ...this.#dueAt.values());
    return Math.max(this.#takenAt + MIN_PAUSE_MS, dueAt) - now;
  }

  #begin(lease: Lease<T>, signal: AbortSignal): void {
    const { idOf, hostOf, work } = this.#options;
    const id = idOf(lease.subject);
    const host = hostOf(lease.subject);
    this.#perHost.set(host, (this.#perHost.get(host) ?? 0) + 1);
    const working = work(lease, signal)
      .catch(this.#failing(signal))
      .then(dueInMs => {
        if (this.#working.get(id) === working) this.#working.delete(id);
        this.#end(id, host, dueInMs);
      });
    this.#working.set(id, working);
    this.#dueAt.delete(id);
  }

  /** What fails because the process ends is not told. */
  #failing(signal: AbortSignal): (error: unknown) => undefined {
    return error => {
      if (!signal.aborted) this.#options.onFailure(error);
      return undefined;
    };
  }

  #end(id: string, host: string, dueInMs: number | undefined): void {
    const { perHost, clock } = this.#options;
    const count = this.#perHost.get(host)!;
    if (count > 1) this.#perHost.set(host, count - 1);
    else this.#perHost.delete(host);
    if (dueInMs !== undefined) this.#dueAt.set(id, clock.now() + dueInMs);
    const isHinted = this.#suspected.delete(id) || this.#hinted.has(id);
    // Of a host that was at its limit, others may wait
    if (dueInMs === 0 || isHinted || count === perHost) this.#hasBacklog = true;
    this.#reconsider();
  }
}
