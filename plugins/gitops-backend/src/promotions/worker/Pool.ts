import type { Lease } from '../store/Leases';
import type { Take } from '../store/Work';

export interface PoolOptions<T> {
  /** How many are worked on at once */
  size: number;
  /** How many of one Git host, so that one which hangs leaves room for the others */
  perHost: number;
  take(take: Omit<Take, 'forMs'>): Promise<Lease<T>[]>;
  hostOf(subject: T): string;
  /** Must not throw */
  work(lease: Lease<T>): Promise<void>;
}

/** Takes what is due as soon as there is room for it, whatever the others are waiting for. */
export class Pool<T> {
  readonly #options: PoolOptions<T>;
  readonly #busy = new Map<string, number>();
  readonly #working = new Set<Promise<void>>();

  constructor(options: PoolOptions<T>) {
    this.#options = options;
  }

  /**
   * Begins to work on what is due and fits in.
   *
   * @param onDone - called whenever there is room again
   * @returns how many it has begun
   */
  async fill(onDone: () => void): Promise<number> {
    const { size, perHost, take, hostOf } = this.#options;
    const free = size - this.#working.size;
    if (free <= 0) return 0;
    const counts = [...this.#busy];
    const exceptHosts = counts.flatMap(([host, count]) =>
      count >= perHost ? host : [],
    );
    // All that is taken may be of the host that has least room
    const room =
      perHost -
      Math.max(0, ...counts.flatMap(([, n]) => (n < perHost ? n : [])));
    const leases = await take({ limit: Math.min(free, room), exceptHosts });
    for (const lease of leases)
      this.#begin(lease, hostOf(lease.subject), onDone);
    return leases.length;
  }

  /** Resolves when all that was begun is done. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  #begin(lease: Lease<T>, host: string, onDone: () => void): void {
    this.#busy.set(host, (this.#busy.get(host) ?? 0) + 1);
    const working = this.#options.work(lease).finally(() => {
      const left = this.#busy.get(host)! - 1;
      if (left > 0) this.#busy.set(host, left);
      else this.#busy.delete(host);
      this.#working.delete(working);
      onDone();
    });
    this.#working.add(working);
  }
}
