import type { LRUCache } from 'lru-cache';

/** A caller's authorisation and the entity are looked up at most this often. */
export const REMEMBER_MS = 10_000;
export const MAX_REMEMBERED = 20_000;

/** Refusals are not remembered: what is granted shows at once. */
export function remembered<T>(
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
