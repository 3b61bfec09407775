import type { Clock } from '../inventory/Clock';

interface Sleeper {
  at: number;
  wake(): void;
}

/** Time that only passes when a test says so. */
export class FakeClock implements Clock {
  #now = Date.parse('2026-11-23T06:00:00Z');
  #sleepers: Sleeper[] = [];

  now = () => this.#now;

  /** How many timers run. */
  get timers(): number {
    return this.#sleepers.length;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise(resolve => {
      const sleeper: Sleeper = { at: this.#now + ms, wake: () => {} };
      const end = () => {
        signal.removeEventListener('abort', end);
        this.#sleepers = this.#sleepers.filter(one => one !== sleeper);
        resolve();
      };
      sleeper.wake = end;
      this.#sleepers.push(sleeper);
      signal.addEventListener('abort', end, { once: true });
    });
  }

  /** Lets time pass, waking in order, and lets those who wake do all they can do at once. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (;;) {
      const next = this.#sleepers
        .filter(({ at }) => at <= end)
        .sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      this.#sleepers = this.#sleepers.filter(one => one !== next);
      next.wake();
      await settled();
    }
    this.#now = end;
  }
}

/** Until all that was possible at once has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++)
    await new Promise(resolve => setImmediate(resolve));
}
