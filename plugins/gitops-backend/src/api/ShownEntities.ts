import { createHash } from 'node:crypto';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { LRUCache } from 'lru-cache';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { slices } from '../argocd/slices';
import { memoize } from '../memoize';
import { MAX_TOGETHER } from '../ownership/Entities';
import { shortMemory } from '../ownership/shortMemory';
import { callerOf, Policy } from './Policy';

/** Lists of entities that are remembered, and for how long: asking for a thousand is dear. */
const MAX_LISTS = 200;
const LIST_MS = 60_000;
/** Requests to the catalog at a time. */
const MAX_REQUESTS = 5;

/** Which entities the catalog shows to a caller. Only the catalog can apply its own rules. */
export class ShownEntities {
  readonly #catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  readonly #policy: Policy;
  readonly #shown = shortMemory<boolean>();
  readonly #among = new LRUCache<string, Promise<ReadonlySet<string>>>({
    max: MAX_LISTS,
    ttl: LIST_MS,
  });

  constructor(options: {
    catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
    policy: Policy;
  }) {
    this.#catalog = options.catalog;
    this.#policy = options.policy;
  }

  /**
   * Those of many entities that the catalog shows to the caller. A caller whom the policy shows
   * every entity, or none, costs the catalog no request.
   */
  async among(
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<ReadonlySet<string> | 'all'> {
    const { entities } = await this.#policy.reading(credentials);
    if (entities.result === AuthorizeResult.ALLOW) return 'all';
    if (entities.result === AuthorizeResult.DENY) return new Set();
    const refs = [...entityRefs].sort();
    const key = createHash('sha1').update(refs.join()).digest('base64url');
    return memoize(this.#among, `${callerOf(credentials)} ${key}`, async () => {
      const shown: string[][] = [];
      for await (const group of slices(
        chunked(refs, MAX_TOGETHER),
        MAX_REQUESTS,
      ))
        shown.push(
          ...(await Promise.all(
            group.map(some => this.#ask(some, credentials)),
          )),
        );
      return new Set(shown.flat());
    });
  }

  /** A caller to whom the policy shows every entity, or none, costs the catalog no request. */
  async has(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const { entities } = await this.#policy.reading(credentials);
    if (entities.result !== AuthorizeResult.CONDITIONAL)
      return entities.result === AuthorizeResult.ALLOW;
    return memoize(
      this.#shown,
      `${callerOf(credentials)} ${entityRef}`,
      async () => (await this.#ask([entityRef], credentials)).length > 0,
    );
  }

  async #ask(
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { items } = await this.#catalog.getEntitiesByRefs(
      { entityRefs: [...entityRefs], fields: ['metadata.name'] },
      { credentials },
    );
    return entityRefs.filter((_, index) => items[index]);
  }
}

function chunked<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
