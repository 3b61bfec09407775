import { GitHostError, GitRepository } from 'backstage-plugin-gitops-node';

/** Where a host limits the rate of requests and does not say for how long. */
const UNTOLD_MS = 60_000;

/** Which Git hosts want to be left alone, and until when. Each process learns it by itself. */
export class RateLimits {
  readonly #now: () => number;
  /** When each host may be asked again for an owner's repositories, in milliseconds since the epoch: GitHub counts for each installation of an app */
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
          this.#check(target);
          try {
            return await value.apply(target, args);
          } catch (error) {
            this.#note(target, error);
            throw error;
          }
        };
      },
    });
  }

  #check(repository: GitRepository): void {
    const { host } = repository;
    const notBefore = this.#notBefore.get(ownerOf(repository)) ?? 0;
    const retryAfterMs = notBefore - this.#now();
    if (retryAfterMs <= 0) return;
    const time = new Date(notBefore).toISOString().slice(11, 16);
    throw new GitHostError(
      'rateLimited',
      `${host} asked for fewer requests. It is asked again at ${time} UTC`,
      { retryAfterMs },
    );
  }

  #note(repository: GitRepository, error: unknown): void {
    if (!(error instanceof GitHostError) || error.problem !== 'rateLimited')
      return;
    const owner = ownerOf(repository);
    const notBefore = this.#now() + (error.retryAfterMs ?? UNTOLD_MS);
    const before = this.#notBefore.get(owner) ?? 0;
    this.#notBefore.set(owner, Math.max(before, notBefore));
  }
}

function ownerOf({ host, name }: GitRepository): string {
  return `${host}/${name.split('/')[0]}`;
}
