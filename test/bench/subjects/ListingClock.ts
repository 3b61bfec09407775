import {
  Clock,
  systemClock,
} from '../../../plugins/gitops-backend/src/inventory/Clock';

/**
 * Between regular lists, in seconds: the longest time that can be configured. None comes by itself.
 */
export const NEVER = 24 * 3_600;
const LONG_MS = 12 * 3_600_000;

/** The system's clock, but that the time between lists is over when that is said, and only then. */
export class ListingClock implements Clock {
  readonly #waiting = new Set<() => void>();

  now(): number {
    return Date.now();
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (ms < LONG_MS) return systemClock.sleep(ms, signal);
    return new Promise(resolve => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      if (signal.aborted) wake();
      else signal.addEventListener('abort', wake);
    });
  }

  /** Has every instance list now. */
  list(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
