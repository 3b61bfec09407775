import pLimit from 'p-limit';

/**
 * Bounds what is done at once for each Git host, so that one which hangs holds up nothing of the
 * others. Unlike the worker's pool, it takes nothing: what waits here is in memory.
 */
export class HostPlaces {
  readonly #perHost: number;
  readonly #limits = new Map<string, pLimit.Limit>();

  constructor(perHost: number) {
    this.#perHost = perHost;
  }

  /** Does it when there is a place. */
  async on<T>(host: string, work: () => Promise<T>): Promise<T> {
    const limit = this.#limits.get(host) ?? pLimit(this.#perHost);
    this.#limits.set(host, limit);
    try {
      return await limit(work);
    } finally {
      if (limit.activeCount + limit.pendingCount === 0)
        this.#limits.delete(host);
    }
  }
}
