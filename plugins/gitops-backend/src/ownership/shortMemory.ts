import { LRUCache } from 'lru-cache';

/** The policy's decisions and the catalog's entities are read again after this time. */
const REMEMBER_MS = 10_000;
/** Entries of one cache. Each may hold an entity of some kilobytes. */
const MAX_REMEMBERED = 5_000;

/**
 * A cache for `memoize` that lets go of each entry after ten seconds, whether it is read or not.
 */
export function shortMemory<T>(): LRUCache<string, Promise<T>> {
  return new LRUCache({
    max: MAX_REMEMBERED,
    ttl: REMEMBER_MS,
    ttlAutopurge: true,
  });
}
