import type { Clock } from '../inventory/Clock';

const MINUTE_MS = 60_000;
/** What concerns all open pages makes no more requests than this, in a second */
const READS_A_SECOND = 60;
const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How many pages are open, as far as their requests say: each page reads at least once a minute.
 */
export class OpenPages {
  readonly #clock: Pick<Clock, 'now'>;
  #minute = 0;
  #reads = { before: 0, now: 0 };

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  read(): void {
    this.#turn();
    this.#reads.now += 1;
  }

  /** Time over which all of them read again without a rush of requests. */
  get spreadMs(): number {
    this.#turn();
    const reads = Math.max(this.#reads.before, this.#reads.now);
    const ms = Math.round((reads / READS_A_SECOND) * 1_000);
    return Math.min(Math.max(ms, SHORTEST_MS), LONGEST_MS);
  }

  #turn(): void {
    const minute = Math.floor(this.#clock.now() / MINUTE_MS);
    if (minute === this.#minute) return;
    const before = minute === this.#minute + 1 ? this.#reads.now : 0;
    this.#reads = { before, now: 0 };
    this.#minute = minute;
  }
}
