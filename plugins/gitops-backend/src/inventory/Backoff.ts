/**
 * Delays between tries: doubling, with jitter, and back to the start only once a connection has
 * proven stable. Owns no timer.
 */
export class Backoff {
  readonly #initialMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  #attempts = 0;

  constructor(options?: {
    initialMs?: number;
    maxMs?: number;
    random?: () => number;
  }) {
    this.#initialMs = options?.initialMs ?? 500;
    this.#maxMs = options?.maxMs ?? 30_000;
    this.#random = options?.random ?? Math.random;
  }

  /**
   * How long to wait before the next try: between half and all of the doubled delay, so that
   * replicas spread out.
   */
  nextMs(): number {
    const full = Math.min(this.#maxMs, this.#initialMs * 2 ** this.#attempts);
    this.#attempts += 1;
    return full * (0.5 + this.#random() / 2);
  }

  reset(): void {
    this.#attempts = 0;
  }
}
