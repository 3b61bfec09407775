import pLimit from 'p-limit';

/** Requests that read from a host at once, for one piece of work. */
const CONCURRENCY = 8;

/**
 * What is asked of each, in their order, eight at a time. After one that fails, no other is begun.
 *
 * @public
 */
export async function inParallel<T, R>(
  items: Iterable<T>,
  ask: (item: T) => Promise<R>,
): Promise<R[]> {
  const limit = pLimit(CONCURRENCY);
  try {
    return await Promise.all([...items].map(item => limit(() => ask(item))));
  } finally {
    limit.clearQueue();
  }
}
