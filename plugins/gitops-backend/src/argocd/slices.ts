import { turn } from './turn';

/** Few enough that most work with them takes some milliseconds. */
const SIZE = 100;

/**
 * Gives items in slices, and others a turn of the event loop between two of them, so that work on
 * ten thousand never holds up a request. Items may change meanwhile: for an answer of one moment,
 * give a copy.
 */
export async function* slices<T>(
  items: Iterable<T>,
  size = SIZE,
): AsyncGenerator<T[]> {
  let slice: T[] = [];
  for (const item of items) {
    if (slice.length === size) {
      yield slice;
      slice = [];
      await turn();
    }
    slice.push(item);
  }
  if (slice.length > 0) yield slice;
}
