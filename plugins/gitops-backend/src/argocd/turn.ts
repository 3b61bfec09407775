import { setImmediate } from 'node:timers/promises';

let last: Promise<void> = Promise.resolve();

/**
 * Waits for a turn of the event loop that nothing else in this process takes which waits here.
 * Long work is done in slices of some milliseconds. If the slices of five lists ran in one turn,
 * requests would wait for all of them.
 */
export function turn(): Promise<void> {
  last = last.then(() => setImmediate());
  return last;
}
