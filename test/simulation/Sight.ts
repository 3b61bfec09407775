/**
 * How late a claim may be: moving Applications are read every 5 s while their page is open, else
 * every 30 to 60 s.
 */
export const LATE_WATCHED_MS = 15_000;
const LATE_MS = 75_000;
/**
 * After Argo CD has failed, the next regular list and what follows from it set everything right.
 */
export const RECOVERED_AFTER_MS = 300_000;
/**
 * A replica that lags delays what the stream says; then, what is read of the Application fits that,
 * at the latest after as long again.
 */
const LAGS = 2;

/** How an instance fails. */
export interface Failing {
  /** How far one of its replicas lags, in milliseconds, while the others answer as ever */
  readonly lagMs?: number;
}

/** How old what is claimed of one instance may be. */
export class Sight {
  #failing?: Failing;
  #blindSince?: number;
  #failedUntil = -Infinity;
  #lagMs = 0;
  #laggedUntil = -Infinity;

  /** The instance fails in this way from now on; undefined where it works. */
  set failing(failing: Failing | undefined) {
    this.#failing = failing;
  }

  /** Since when a claim may have been read that is made now. */
  since(at: number, { isWatched }: { isWatched: boolean }): number {
    const late = isWatched ? LATE_WATCHED_MS : LATE_MS;
    if (this.#failing?.lagMs !== undefined) {
      this.#lagMs = Math.max(this.#lagMs, this.#failing.lagMs);
      this.#laggedUntil = at;
    } else if (at - this.#laggedUntil > LATE_MS) this.#lagMs = 0;
    if (this.#failing && this.#failing.lagMs === undefined) {
      this.#blindSince ??= at;
      this.#failedUntil = at;
    } else if (at - this.#failedUntil > RECOVERED_AFTER_MS)
      this.#blindSince = undefined;
    return Math.min(
      at - late - LAGS * this.#lagMs,
      (this.#blindSince ?? at) - LATE_MS,
    );
  }
}
