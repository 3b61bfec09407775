/** What lists lack for so long, without the stream telling anything of it, is gone. */
const GONE_AFTER_MS = 5_000;
/** Where lists lack more than half of what is held, or all: an Argo CD that starts up may list little or nothing; so does an account whose rights were cut. */
const MOST_GONE_AFTER_MS = 10_000;
/** Stands for all that an instance may have, until something of it is known. */
const ANYTHING = '';

/** The Applications of one instance that are held and that the last lists lack. A list that lacks one is no proof: it may be incomplete, and nothing in it says so. */
export class Absences {
  readonly #since = new Map<string, number>();
  /** When lists last lacked what they lacked of late, in doubt or gone */
  readonly #lackedAt = new Map<string, number>();
  /** When the stream last told of what lists lacked of late: it knows better */
  readonly #toldAt = new Map<string, number>();
  readonly #trustedForMs: number;
  #isNothingKnown = true;
  #areMost = false;

  /** @param options.trustedForMs how long nothing is doubted that the stream told of although lists lacked it */
  constructor(options: { trustedForMs: number }) {
    this.#trustedForMs = options.trustedForMs;
  }

  /** Whether the last list lacks more than half of what is held: then there is reason to doubt all of it. */
  get areMost(): boolean {
    return this.#areMost && this.areDoubtful;
  }

  /** Time of the first list that lacks it; absent where it is not in doubt. */
  since(key: string): number | undefined {
    return this.#since.get(key);
  }

  /** Whether another list has to tell, soon. */
  get areDoubtful(): boolean {
    return this.#since.size > 0;
  }

  /** Takes a list. Answers which of the keys that are held are to be kept although it lacks them, and which are in doubt now, or no longer. */
  take(
    held: readonly string[],
    listed: ReadonlySet<string>,
    now: number,
  ): { kept: ReadonlySet<string>; changed: readonly string[] } {
    this.#forgetBefore(now - this.#trustedForMs);
    const missing = held.filter(key => !listed.has(key));
    const trusted = missing.filter(key => this.#toldAt.has(key));
    const doubtful = missing.filter(key => !this.#toldAt.has(key));
    missing.forEach(key => this.#lackedAt.set(key, now));
    if (this.#isNothingKnown && held.length + listed.size === 0)
      doubtful.push(ANYTHING);
    this.#areMost = doubtful.length > held.length / 2;
    const goneAfterMs = this.#areMost ? MOST_GONE_AFTER_MS : GONE_AFTER_MS;
    const before = new Map(this.#since);
    this.#since.clear();
    for (const key of doubtful) {
      const since = before.get(key) ?? now;
      if (now - since < goneAfterMs) this.#since.set(key, since);
    }
    this.#isNothingKnown = this.#since.has(ANYTHING);
    const after = [...this.#since.keys()];
    return {
      kept: new Set([...trusted, ...after]),
      changed: [
        ...[...before.keys()].filter(key => !this.#since.has(key)),
        ...after.filter(key => !before.has(key)),
      ],
    };
  }

  /** The stream told of it. Answers whether that ends a doubt. */
  heard(key: string, now: number): boolean {
    if (this.#lackedAt.has(key)) this.#toldAt.set(key, now);
    return this.#since.delete(key);
  }

  /** The stream told that it is gone. Answers whether that ends a doubt. */
  deleted(key: string): boolean {
    this.#lackedAt.delete(key);
    this.#toldAt.delete(key);
    return this.#since.delete(key);
  }

  /** A list could not be read: what the ones before lacked may be there when the server comes back. */
  startOver(): void {
    this.#since.clear();
  }

  #forgetBefore(time: number): void {
    for (const times of [this.#lackedAt, this.#toldAt])
      for (const [key, at] of times) if (at <= time) times.delete(key);
  }
}
