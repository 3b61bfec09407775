/** Files and folders that are read at once. */
const AT_ONCE = 8;

/**
 * What `read` gives for each, in their order. What comes well after the last that is taken is not
 * read.
 */
export async function* inBatches<T, R>(
  items: readonly T[],
  read: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  for (let begin = 0; begin < items.length; begin += AT_ONCE)
    yield* await Promise.all(items.slice(begin, begin + AT_ONCE).map(read));
}
