import { withTimeout } from './withTimeout';

/**
 * The latest answer of a backend. What was read once stays while it is read again, and while
 * reading fails. An answer with the same text as the one before is the same object.
 */
export type Live<T> =
  | { status: 'loading' }
  | { status: 'error'; failure: Failure }
  | { status: 'data'; data: T; failure: Failure | null };

/** The last attempt failed. */
export interface Failure {
  error: Error;
  /** Milliseconds since the epoch; null where none follows by itself */
  nextTryAt: number | null;
  /** When that which is shown nevertheless was read; null where nothing is shown */
  readAt: number | null;
}

export interface LiveResourceOptions<T> {
  load(signal: AbortSignal): Promise<T>;
  /** Answers with the same text are the same; JSON of all of it where it isn't given */
  textOf?(data: T): string;
  onChange(live: Live<T>): void;
  /** Time from one answer to the next look, in milliseconds; null: it is read once */
  pollMs(): number | null;
  /** How long an answer may take, in milliseconds */
  timeoutMs?: number;
  /** A number from 0 to 1, so that many open pages don't return all at once */
  random?: () => number;
}

const firstRetryMs = 5_000;
const lastRetryMs = 60_000;

/**
 * Reads a resource and reads it again: when told to, after a time, and after failures with growing
 * pauses. One request is under way at a time: a refresh that is asked for meanwhile follows it, so
 * that an answer is never older than the last request for one. A page that nobody sees reads
 * nothing until it is seen again. What was stopped can be started again with what it had.
 */
export class LiveResource<T> {
  readonly #options: Required<LiveResourceOptions<T>>;
  #live: Live<T> = { status: 'loading' };
  /** Of the answer that is shown */
  #text: string | undefined;
  #readAt: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #request: AbortController | undefined;
  #failures = 0;
  /** A refresh was asked for during the present request */
  #isOutdated = false;
  /** A refresh waits until the page is seen */
  #isDue = false;
  #isStopped = true;

  constructor(options: LiveResourceOptions<T>) {
    this.#options = {
      timeoutMs: 30_000,
      random: Math.random,
      ...options,
      textOf: options.textOf ?? JSON.stringify,
    };
  }

  start(): void {
    this.#isStopped = false;
    document.addEventListener('visibilitychange', this.#onVisibilityChange);
    window.addEventListener('online', this.#onOnline);
    this.#read();
  }

  /** After this, no answer is taken in and nothing is asked for any more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#request = undefined;
    document.removeEventListener('visibilitychange', this.#onVisibilityChange);
    window.removeEventListener('online', this.#onOnline);
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
    const { load, timeoutMs } = this.#options;
    let settle: () => void;
    try {
      const data = await withTimeout(load(request.signal), request, timeoutMs);
      settle = () => this.#take(data);
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      settle = () => this.#fail(error);
    }
    if (this.#request !== request) return;
    this.#request = undefined;
    settle();
  }

  #take(data: T): void {
    const text = this.#options.textOf(data);
    const isSame = text === this.#text;
    this.#text = text;
    this.#readAt = Date.now();
    this.#failures = 0;
    const live = this.#live;
    if (live.status !== 'data' || !isSame)
      this.#publish({ status: 'data', data, failure: null });
    else if (live.failure) this.#publish({ ...live, failure: null });
    const pollMs = this.#options.pollMs();
    if (this.#isOutdated) this.refresh();
    else if (pollMs !== null) this.#readIn(pollMs);
  }

  #fail(error: Error): void {
    if (isRefused(error)) {
      // What may not be read any more is not shown any more either
      this.#text = undefined;
      this.#readAt = null;
      this.#failures = 0;
    }
    const willRetry = !isPermanent(error) && this.#options.pollMs() !== null;
    const pauseMs = willRetry ? this.#nextPauseMs(error) : null;
    const nextTryAt = pauseMs === null ? null : Date.now() + pauseMs;
    const failure = { error, nextTryAt, readAt: this.#readAt };
    this.#publish(
      this.#live.status === 'data' && this.#readAt !== null
        ? { ...this.#live, failure }
        : { status: 'error', failure },
    );
    if (pauseMs === 0) this.refresh();
    else if (pauseMs !== null) this.#readIn(pauseMs);
  }

  #readIn(ms: number): void {
    this.#timer = setTimeout(() => this.refresh(), ms);
  }

  #nextPauseMs(error: Error): number {
    const pauseMs = isRefused(error)
      ? lastRetryMs
      : Math.min(firstRetryMs * 2 ** this.#failures, lastRetryMs);
    this.#failures += 1;
    if (this.#isOutdated) return 0;
    return Math.round(pauseMs * (0.8 + 0.4 * this.#options.random()));
  }

  #publish(live: Live<T>): void {
    this.#live = live;
    this.#options.onChange(live);
  }

  #onVisibilityChange = () => {
    if (this.#isDue) this.refresh();
  };

  #onOnline = () => {
    if (this.#failures > 0) this.refresh();
  };
}

/** The answer is about the request, and not about the backend's health. */
function isRefused(error: Error): boolean {
  return hasStatus(error, [400, 401, 403, 404]);
}

/**
 * The request is refused until somebody changes something. A 404 and a 401 may pass by themselves:
 * a service may be new to the catalog, and a backend that starts knows no user for a moment.
 */
function isPermanent(error: Error): boolean {
  return hasStatus(error, [400, 403]);
}

function hasStatus(error: Error, statuses: number[]): boolean {
  return 'statusCode' in error && statuses.includes(error.statusCode as number);
}
