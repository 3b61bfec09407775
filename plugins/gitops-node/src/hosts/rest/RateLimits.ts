import { createHash } from 'node:crypto';
import { GitHostError } from '../GitHostError';

/** Where a host limits the rate of requests and does not say for how long. */
const UNTOLD_MS = 60_000;

/**
 * Until when one host wants no more requests, for each of the credentials that it counts them for.
 * Each process learns it by itself.
 */
export class RateLimits {
  readonly #now: () => number;
  readonly #notBefore = new Map<string, number>();

  /** @param now - in milliseconds since the epoch */
  constructor(now = () => Date.now()) {
    this.#now = now;
  }

  /** @throws GitHostError `rateLimited` while the host wants no request with the credentials */
  check(
    credentials: Readonly<Record<string, string>>,
    { about, product }: { about: string; product: string },
  ): void {
    if (this.#notBefore.size === 0) return;
    const key = keyOf(credentials);
    const notBefore = this.#notBefore.get(key) ?? 0;
    const retryAfterMs = notBefore - this.#now();
    if (retryAfterMs > 0)
      throw new GitHostError(
        'rateLimited',
        `${about}: ${product} asked for fewer requests. It is asked again at ${timeOf(
          notBefore,
        )} UTC`,
        { retryAfterMs },
      );
    this.#notBefore.delete(key);
  }

  /** Takes note of a refusal, where it is a rate limit. */
  note(
    credentials: Readonly<Record<string, string>>,
    { problem, retryAfterMs = UNTOLD_MS }: GitHostError,
  ): void {
    if (problem !== 'rateLimited') return;
    const key = keyOf(credentials);
    const before = this.#notBefore.get(key) ?? 0;
    this.#notBefore.set(key, Math.max(before, this.#now() + retryAfterMs));
  }
}

/** The credentials themselves are not kept. */
function keyOf(credentials: Readonly<Record<string, string>>): string {
  return createHash('sha256').update(JSON.stringify(credentials)).digest('hex');
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}
