import type { ArgoCdError } from '../argocd/ArgoCdError';
import { Backoff } from '../inventory/Backoff';
import type { Clock } from '../inventory/Clock';

/**
 * Requests to one instance pause after one has failed: ever longer while it goes on failing, and as
 * long as the server wants. Then one request is tried before the others follow. Owns no timer.
 */
export class CircuitBreaker {
  readonly #clock: Clock;
  readonly #backoff: Backoff;
  #openUntil = -Infinity;
  #hasFailed = false;

  constructor(options: { clock: Clock; random?: () => number }) {
    this.#clock = options.clock;
    this.#backoff = new Backoff({ random: options.random });
  }

  /** How long to send no requests; 0 while they may be sent. */
  get pauseMs(): number {
    return Math.max(0, this.#openUntil - this.#clock.now());
  }

  /** Whether one request has to be tried before the others follow. */
  get isTrying(): boolean {
    return this.#hasFailed;
  }

  succeeded(): void {
    this.#hasFailed = false;
    this.#backoff.reset();
  }

  /** Requests that were under way when the pause began lengthen it only if the server wants it. */
  failed(error: ArgoCdError, options: { atMostMs?: number } = {}): void {
    const { atMostMs = Infinity } = options;
    const ownMs =
      this.pauseMs > 0 ? 0 : Math.min(this.#backoff.nextMs(), atMostMs);
    const waitMs = Math.max(ownMs, error.retryAfterMs ?? 0);
    this.#hasFailed = true;
    this.#openUntil = Math.max(this.#openUntil, this.#clock.now() + waitMs);
  }
}
