import { GitHostError, GitRepository } from 'backstage-plugin-gitops-node';

/** Where a host limits the rate of requests and does not say for how long. */
const UNTOLD_MS = 60_000;

/** Which Git hosts want to be left alone, and until when. Each process learns it by itself. */
export class RateLimits {
  readonly #now: () => number;
  /** When each host may be asked again, in milliseconds since the epoch */
  readonly #notBefore = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * The same repository. While its host wants to be left alone, whatever is asked of it fails with `rateLimited` and the remaining time, and does not reach the host. Its `workflows` are
   * as they were.
   */
  respectedBy(repository: GitRepository): GitRepository {
    return new Proxy(repository, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          this.#check(target.host);
          try {
            return await value.apply(target, args);
          } catch (error) {
            this.#note(target.host, error);
            throw error;
          }
        };
      },
    });
  }

  #check(host: string): void {
    const notBefore = this.#notBefore.get(host) ?? 0;
    const retryAfterMs = notBefore - this.#now();
    if (retryAfterMs <= 0) return;
    const time = new Date(notBefore).toISOString().slice(11, 16);
    throw new GitHostError(
      'rateLimited',
      `${host} asked for fewer requests. It is asked again at ${time} UTC`,
      { retryAfterMs },
    );
  }

  #note(host: string, error: unknown): void {
    if (!(error instanceof GitHostError)) return;
    const untoldMs = error.problem === 'rateLimited' ? UNTOLD_MS : 0;
    const notBefore = this.#now() + (error.retryAfterMs ?? untoldMs);
    const before = this.#notBefore.get(host) ?? 0;
    this.#notBefore.set(host, Math.max(before, notBefore));
  }
}
