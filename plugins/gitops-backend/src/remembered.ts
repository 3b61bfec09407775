import type { LRUCache } from 'lru-cache';

/** What is loaded once for all who ask meanwhile, and kept as long as the cache does. Failures are not kept: they are tried again at once. */
export function remembered<T extends {} | undefined>(
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
