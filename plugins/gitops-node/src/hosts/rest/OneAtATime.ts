import { unlessAborted } from './unlessAborted';

/** Work on the same thing waits for what was begun before it, whether that succeeds or not. */
export class OneAtATime {
  readonly #last = new Map<string, Promise<unknown>>();

  /** @param signal - ends the waiting, not the work itself */
  async run<T>(
    key: string,
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const own = before.then(() => {
      signal.throwIfAborted();
      return work();
    });
    const settled = own.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(key, settled);
    settled.then(() => {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    });
    return unlessAborted(own, signal);
  }
}
