import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { VirtualClock } from '../../packages/sandbox/src/Clock';
import type { Clock } from '../../plugins/gitops-backend/src/inventory/Clock';

/** After so many turns of the event loop without a request under way, everything is settled. */
const QUIET_TURNS = 30;
const STUCK_MS = 20_000;

interface Request {
  path: string;
  /** Names and values in turn */
  headers: string[];
}

/**
 * One clock for the simulated Argo CD and for the product: both stand still until time passes here.
 * Between two callbacks, requests that travel between them over the loopback come to their end.
 */
export class VirtualTime {
  readonly clock = new VirtualClock(Date.parse('2026-11-23T06:00:00Z'));
  /** The same, as the product knows it */
  readonly product: Clock = {
    now: () => this.clock.now(),
    sleep: (ms, signal) => this.#sleep(ms, signal),
  };
  readonly #requests = new Set<Request>();
  readonly #openStreams: () => number;

  /** @param openStreams - how many streams the simulated Argo CD serves now */
  constructor(openStreams: () => number) {
    this.#openStreams = openStreams;
    for (const [name, listener] of this.#listeners) subscribe(name, listener);
  }

  /** Moves on, and calls back `onMoment` whenever something may have happened. */
  async pass(ms: number, onMoment: () => void): Promise<void> {
    const end = this.clock.now() + ms;
    await this.settled();
    while (this.clock.next <= end) {
      this.clock.advance(Math.max(0, this.clock.next - this.clock.now()));
      await this.settled();
      onMoment();
    }
    this.clock.advance(end - this.clock.now());
    await this.settled();
    onMoment();
  }

  async settled(): Promise<void> {
    const startedAt = performance.now();
    for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
      await new Promise(resolve => setImmediate(resolve));
      // Streams stay open; every other request has to end
      if (this.#requests.size !== this.#openStreams()) quiet = 0;
      if (performance.now() - startedAt > STUCK_MS)
        throw new Error(
          `Requests do not end: ${[...this.#requests].map(({ path }) => path)}`,
        );
    }
  }

  stop(): void {
    for (const [name, listener] of this.#listeners) unsubscribe(name, listener);
  }

  /** Events of the product's HTTP client. */
  readonly #listeners: [string, (message: unknown) => void][] = [
    [
      'undici:request:create',
      of => {
        const request = requestOf(of);
        this.#requests.add(request);
        // Unzipping runs in other threads, and nothing tells when they are done
        request.headers = request.headers.map(one =>
          one === 'gzip' ? 'identity' : one,
        );
      },
    ],
    ['undici:request:trailers', of => this.#requests.delete(requestOf(of))],
    ['undici:request:error', of => this.#requests.delete(requestOf(of))],
  ];

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise(resolve => {
      const wake = () => {
        cancel();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      // Whole milliseconds, as timers have them: parts of one are lost beside the time since 1970
      const cancel = this.clock.after(Math.ceil(ms), wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}

function requestOf(message: unknown): Request {
  return (message as { request: Request }).request;
}
