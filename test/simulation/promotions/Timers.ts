interface Timer {
  readonly at: number;
  readonly then: () => void;
  unref(): Timer;
}

/** Takes the place of Node.js's timers, so that the product's own time limits end in time as it passes here. */
export class Timers {
  readonly #set = new Set<Timer>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    const start = (then: () => void, ms = 0) => this.#start(then, ms);
    const clear = (timer: Timer | undefined) => {
      if (timer) this.#set.delete(timer);
    };
    Object.assign(globalThis, { setTimeout: start, clearTimeout: clear });
    AbortSignal.timeout = ms => {
      const controller = new AbortController();
      const over = new DOMException(`Not done in ${ms} ms`, 'TimeoutError');
      start(() => controller.abort(over), ms);
      return controller.signal;
    };
  }

  /** Time has passed: ends what is over by now. */
  fire(): void {
    for (const timer of [...this.#set])
      if (timer.at <= this.#now() && this.#set.delete(timer)) timer.then();
  }

  #start(then: () => void, ms: number): Timer {
    const timer: Timer = {
      at: this.#now() + ms,
      then,
      unref: () => timer,
    };
    this.#set.add(timer);
    return timer;
  }
}
