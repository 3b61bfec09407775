import type { Clock } from '../inventory/Clock';

const MINUTE_MS = 60_000;
/** What concerns all open pages makes no more requests than this, in a second */
const READS_A_SECOND = 40;
const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;

/** The pages of services that are open: each reads at least once a minute. */
export class OpenPages {
  readonly #clock: Pick<Clock, 'now'>;
  #minute = 0;
  #before = new Set<string>();
  #now = new Set<string>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  read(caller: string, service: string): void {
    this.#turn();
    this.#now.add(`${caller} ${service}`);
  }

  /** Time in which all of them read again without a rush of requests. */
  get spreadMs(): number {
    this.#turn();
    const pages = Math.max(this.#before.size, this.#now.size);
    const ms = Math.round((pages / READS_A_SECOND) * 1_000);
    return Math.min(Math.max(ms, SHORTEST_MS), LONGEST_MS);
  }

  #turn(): void {
    const minute = Math.floor(this.#clock.now() / MINUTE_MS);
    if (minute === this.#minute) return;
    this.#before = minute === this.#minute + 1 ? this.#now : new Set();
    this.#now = new Set();
    this.#minute = minute;
  }
}
