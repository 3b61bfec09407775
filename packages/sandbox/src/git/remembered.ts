import { LRUCache } from 'lru-cache';

/**
 * What Git answers about objects that are named in full never changes: the last answers are kept.
 * One that fails is asked for again.
 */
export function remembered<T>(
  max: number,
  ask: (...names: string[]) => Promise<T>,
): (...names: string[]) => Promise<T> {
  const kept = new LRUCache<string, Promise<T>>({ max });
  return (...names) => {
    const key = names.join(' ');
    const known = kept.get(key);
    if (known) return known;
    const asked = ask(...names);
    kept.set(key, asked);
    asked.catch(() => kept.delete(key));
    return asked;
  };
}
