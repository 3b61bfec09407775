import type { Clock } from '../inventory/Clock';

/** At most one timer for a key: a new one takes the place of the one before. */
export class KeyedTimers {
  readonly #clock: Clock;
  readonly #timers = new Map<string, AbortController>();

  constructor(options: { clock: Clock }) {
    this.#clock = options.clock;
  }

  has(key: string): boolean {
    return this.#timers.has(key);
  }

  set(key: string, ms: number, onEnd: () => void): void {
    this.clear(key);
    const timer = new AbortController();
    this.#timers.set(key, timer);
    this.#clock.sleep(ms, timer.signal).then(() => {
      if (this.#timers.get(key) !== timer) return;
      this.#timers.delete(key);
      onEnd();
    });
  }

  clear(key: string): void {
    const timer = this.#timers.get(key);
    this.#timers.delete(key);
    timer?.abort();
  }

  clearAll(): void {
    for (const key of [...this.#timers.keys()]) this.clear(key);
  }
}
