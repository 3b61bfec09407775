/** What keeps promises by their keys: a Map, or a cache. */
interface Kept<T> {
  get(key: string): Promise<T> | undefined;
  set(key: string, value: Promise<T>): unknown;
  delete(key: string): unknown;
}

/** The signal of whoever asked first for a load: it ends the load. */
const starters = new WeakMap<Promise<unknown>, AbortSignal>();

/**
 * Memoises a promise for as long as the cache keeps it. Concurrent callers share one load.
 * Rejections are not cached.
 *
 * @param signal - what ends `load`. Where it ended a load that others wait for as well, one of them
 * loads again
 */
export function memoize<T extends {} | undefined>(
  cache: Kept<T>,
  key: string,
  load: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const known = cache.get(key);
  if (known)
    return starters.has(known)
      ? known.catch(error => {
          if (!starters.get(known)?.aborted || signal?.aborted) throw error;
          return memoize(cache, key, load, signal);
        })
      : known;
  const loading = load();
  cache.set(key, loading);
  if (signal) starters.set(loading, signal);
  loading.catch(() => cache.get(key) === loading && cache.delete(key));
  return loading;
}
