/** What lists lack for so long, without the stream telling anything of it, is gone. */
const GONE_AFTER_MS = 5_000;
/** Where lists lack more than half of what is held, or all: an Argo CD that starts up may list little or nothing; so does an account whose rights were cut. */
const MOST_GONE_AFTER_MS = 10_000;
/** Stands for all that an instance may have, until something of it is known. */
const ANYTHING = '';

/** The Applications of one instance that are held and that the last lists lack. A list that lacks one is no proof: it may be incomplete, and nothing in it says so. */
export class Absences {
  readonly #since = new Map<string, number>();
  #isNothingKnown = true;
  #areMost = false;

  /** Whether the last list lacks more than half of what is held: then there is reason to doubt all of it. */
  get areMost(): boolean {
    return this.#areMost && this.areDoubtful;
  }

  /** Time of the first list that lacks it; absent where it is not in doubt. */
  since(key: string): number | undefined {
    return this.#since.get(key);
  }

  /** What is in doubt. */
  keys(): ReadonlySet<string> {
    return new Set(this.#since.keys());
  }

  /** Whether another list has to tell, soon. */
  get areDoubtful(): boolean {
    return this.#since.size > 0;
  }

  /** Takes a list, and answers which of the keys that are held are to be kept although it lacks them. */
  take(
    held: readonly string[],
    listed: ReadonlySet<string>,
    now: number,
  ): ReadonlySet<string> {
    const missing = held.filter(key => !listed.has(key));
    if (this.#isNothingKnown && held.length + listed.size === 0)
      missing.push(ANYTHING);
    this.#areMost = missing.length > held.length / 2;
    const goneAfterMs = this.#areMost ? MOST_GONE_AFTER_MS : GONE_AFTER_MS;
    const before = new Map(this.#since);
    this.#since.clear();
    for (const key of missing) {
      const since = before.get(key) ?? now;
      if (now - since < goneAfterMs) this.#since.set(key, since);
    }
    this.#isNothingKnown = this.#since.has(ANYTHING);
    return this.keys();
  }

  /** The stream told of it. Answers whether that ends a doubt. */
  heard(key: string): boolean {
    return this.#since.delete(key);
  }

  /** A list could not be read: what the ones before lacked may be there when the server comes back. */
  startOver(): void {
    this.#since.clear();
  }
}
