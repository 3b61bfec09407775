/**
 * Tells the time and calls back later. Everything in the simulation that waits, waits on one of
 * these.
 */
export interface Clock {
  /** Milliseconds since the epoch */
  now(): number;
  /** Calls back after some simulated milliseconds. Returns what cancels it */
  after(ms: number, callback: () => void): () => void;
}

/**
 * The machine's clock. Waiting is divided by `speed`: at 10, what took a real cluster ten seconds
 * takes one.
 */
export function systemClock(options: {
  speed: number;
}): Clock & { setSpeed(speed: number): void } {
  let { speed } = options;
  return {
    now: () => Date.now(),
    after(ms, callback) {
      const timer = setTimeout(callback, ms / speed);
      timer.unref();
      return () => clearTimeout(timer);
    },
    setSpeed(next) {
      speed = next;
    },
  };
}

interface Alarm {
  at: number;
  callback: () => void;
}

/** A clock that stands still until it is moved: tests and the seed's history run on it. */
export class VirtualClock implements Clock {
  #now: number;
  readonly #alarms = new Set<Alarm>();

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const alarm = { at: this.#now + ms, callback };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** Moves on, calling back in order what falls due on the way. */
  advance(ms: number): void {
    const until = this.#now + ms;
    this.#run(until);
    this.#now = until;
  }

  /**
   * Moves on to the last callback there is. @throws where callbacks keep coming for more than
   * `limitMs`
   */
  runUntilIdle(limitMs = 24 * 3600_000): void {
    this.#run(this.#now + limitMs);
    if (this.#alarms.size > 0)
      throw new Error(`The simulation did not come to rest in ${limitMs} ms`);
  }

  /** When the next callback is due; Infinity where none is. */
  get next(): number {
    return this.#first()?.at ?? Infinity;
  }

  #first(): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of this.#alarms)
      if (!first || alarm.at < first.at) first = alarm;
    return first;
  }

  #run(until: number): void {
    for (;;) {
      const next = this.#first();
      if (!next || next.at > until) return;
      this.#alarms.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
  }
}

/** ISO 8601 without milliseconds, as Kubernetes writes times. */
export function toTimestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
