import type { Entry } from './Entry';

const NONE: ReadonlySet<string> = new Set();

/** Finds the keys of entries by a value that a function reads from them. */
export class Index {
  readonly #valueOf: (entry: Entry) => string | undefined;
  readonly #keys = new Map<string, Set<string>>();

  /** @param valueOf - undefined where the entry is not to be found by this index */
  constructor(valueOf: (entry: Entry) => string | undefined) {
    this.#valueOf = valueOf;
  }

  keys(value: string): ReadonlySet<string> {
    return this.#keys.get(value) ?? NONE;
  }

  /** Those that at least one entry has. */
  values(): IterableIterator<string> {
    return this.#keys.keys();
  }

  update(key: string, previous: Entry | undefined, current: Entry | undefined) {
    const before = previous && this.#valueOf(previous);
    const after = current && this.#valueOf(current);
    if (before === after) return;
    if (before !== undefined) this.#remove(key, before);
    if (after === undefined) return;
    const keys = this.#keys.get(after);
    if (keys) keys.add(key);
    else this.#keys.set(after, new Set([key]));
  }

  #remove(key: string, value: string): void {
    const keys = this.#keys.get(value);
    keys?.delete(key);
    if (keys?.size === 0) this.#keys.delete(value);
  }
}
