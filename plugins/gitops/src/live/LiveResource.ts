import { withTimeout } from './withTimeout';

/**
 * The latest answer of a backend. What was read once stays while it is read again, and while reading fails.
 */
export type Live<T> =
  | { status: 'loading' }
  | { status: 'error'; failure: Failure }
  | { status: 'data'; data: T; readAt: number; failure: Failure | null };

/** The last attempt failed; the next one follows by itself. */
export interface Failure {
  error: Error;
  /** Milliseconds since the epoch */
  nextTryAt: number;
}

export interface LiveResourceOptions<T> {
  load(signal: AbortSignal): Promise<T>;
  onChange(live: Live<T>): void;
  /** Time from one answer to the next look, in milliseconds */
  pollMs: number;
  /** How long an answer may take, in milliseconds */
  timeoutMs?: number;
  /** A number from 0 to 1, so that many open pages don't return all at once */
  random?: () => number;
}

const firstRetryMs = 5_000;
const lastRetryMs = 60_000;

/**
 * Reads a resource and reads it again: when told to, after a time, and after failures with growing pauses. One request is under way at a time: a refresh that is asked for
 * meanwhile follows it, so that an answer is never older than the last request for one. A page that nobody sees reads nothing until it is seen again.
 */
export class LiveResource<T> {
  readonly #options: Required<LiveResourceOptions<T>>;
  #live: Live<T> = { status: 'loading' };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #request: AbortController | undefined;
  #failures = 0;
  /** A refresh was asked for during the present request */
  #isOutdated = false;
  /** A refresh waits until the page is seen */
  #isDue = false;
  #isStopped = false;

  constructor(options: LiveResourceOptions<T>) {
    this.#options = { timeoutMs: 30_000, random: Math.random, ...options };
  }

  start(): void {
    document.addEventListener('visibilitychange', this.#onVisibilityChange);
    this.#read();
  }

  /** After this, no answer is taken in and nothing is asked for any more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#request?.abort();
    document.removeEventListener('visibilitychange', this.#onVisibilityChange);
  }

  /** Reads now, or as soon as the present request has ended, or the page is seen. */
  refresh(): void {
    if (this.#isStopped) return;
    if (this.#request) this.#isOutdated = true;
    else if (document.visibilityState === 'hidden') this.#isDue = true;
    else this.#read();
  }

  async #read(): Promise<void> {
    clearTimeout(this.#timer);
    this.#isOutdated = false;
    this.#isDue = false;
    const request = new AbortController();
    this.#request = request;
    try {
      const data = await withTimeout(
        this.#options.load(request.signal),
        request,
        this.#options.timeoutMs,
      );
      if (this.#isStopped) return;
      this.#request = undefined;
      this.#failures = 0;
      this.#publish({
        status: 'data',
        data,
        readAt: Date.now(),
        failure: null,
      });
      if (this.#isOutdated) this.refresh();
      else this.#readIn(this.#options.pollMs);
    } catch (cause) {
      if (this.#isStopped) return;
      this.#request = undefined;
      const pauseMs = this.#nextPauseMs();
      const failure = {
        error: cause instanceof Error ? cause : new Error(String(cause)),
        nextTryAt: Date.now() + pauseMs,
      };
      this.#publish(
        this.#live.status === 'data'
          ? { ...this.#live, failure }
          : { status: 'error', failure },
      );
      this.#readIn(pauseMs);
    }
  }

  #readIn(ms: number): void {
    this.#timer = setTimeout(() => this.refresh(), ms);
  }

  #nextPauseMs(): number {
    const pauseMs = Math.min(firstRetryMs * 2 ** this.#failures, lastRetryMs);
    this.#failures += 1;
    return Math.round(pauseMs * (0.8 + 0.4 * this.#options.random()));
  }

  #publish(live: Live<T>): void {
    this.#live = live;
    this.#options.onChange(live);
  }

  #onVisibilityChange = () => {
    if (this.#isDue) this.refresh();
  };
}
