import { setImmediate } from 'node:timers/promises';

let last: Promise<void> = Promise.resolve();

/**
 * Waits for a turn of the event loop that nothing else in this process takes which waits here.
 * Long work is done in slices of some milliseconds; were several to run in one turn, such as those
 * of five lists, requests would wait for all of them.
 */
export function turn(): Promise<void> {
  last = last.then(() => setImmediate());
  return last;
}
