import { OneAtATime } from './OneAtATime';
import { RateLimits } from './RateLimits';
import { RestApi, RestApiOptions } from './RestApi';

export interface RestHostOptions {
  /** Of one request. 15 s by default */
  timeoutMs?: number;
  /** In milliseconds since the epoch, for rate limits */
  now?: () => number;
}

/** What a host behind a REST API has for all its repositories: rate limits, and works that wait. */
export abstract class RestHost {
  readonly host: string;
  protected readonly works = new OneAtATime();
  readonly #rateLimits: RateLimits;
  readonly #timeoutMs?: number;

  constructor(host: string, { timeoutMs, now }: RestHostOptions) {
    this.host = host;
    this.#rateLimits = new RateLimits(now);
    this.#timeoutMs = timeoutMs;
  }

  protected api(
    options: Omit<RestApiOptions, 'rateLimits' | 'timeoutMs'>,
  ): RestApi {
    return new RestApi({
      ...options,
      rateLimits: this.#rateLimits,
      timeoutMs: this.#timeoutMs,
    });
  }
}
