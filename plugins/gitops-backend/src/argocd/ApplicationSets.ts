import { LRUCache } from 'lru-cache';
import { memoize } from '../memoize';
import type { ArgoCdClient } from './ArgoCdClient';
import type { ApplicationSet } from './applicationSetSchemas';

/** Many Applications have one ApplicationSet, which changes seldom. */
const MAX_AGE_MS = 15_000;
const MAX_SETS = 100;

/**
 * The ApplicationSets of one instance: one request for all who need the same one at about the same
 * time.
 */
export class ApplicationSets {
  readonly #client: Pick<ArgoCdClient, 'applicationSet'>;
  readonly #ended = new AbortController();
  readonly #sets = new LRUCache<string, Promise<ApplicationSet>>({
    max: MAX_SETS,
    ttl: MAX_AGE_MS,
  });

  constructor(options: { client: Pick<ArgoCdClient, 'applicationSet'> }) {
    this.#client = options.client;
  }

  /** Not tied to the first caller: others wait for the same answer. @throws ArgoCdError */
  get(set: { namespace: string; name: string }): Promise<ApplicationSet> {
    return memoize(this.#sets, `${set.namespace}/${set.name}`, () =>
      this.#client.applicationSet(set, this.#ended.signal),
    );
  }

  close(): void {
    this.#ended.abort();
  }
}
