import type { LRUCache } from 'lru-cache';

/**
 * Memoises a promise for as long as the cache keeps it. Concurrent callers share one load.
 * Rejections
 * are not cached.
 */
export function memoize<T extends {} | undefined>(
  cache: LRUCache<string, Promise<T>>,
  key: string,
  load: () => Promise<T>,
): Promise<T> {
  const known = cache.get(key);
  if (known) return known;
  const loading = load();
  cache.set(key, loading);
  loading.catch(() => cache.get(key) === loading && cache.delete(key));
  return loading;
}
