/** A gate that passed is believed for one step of work. */
const BELIEVED_MS = 60_000;

/** When a process found that the gate of promotions passes. */
export class Clearances {
  readonly #now: () => number;
  #known: { id: string; at: number }[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  note(id: string): void {
    this.#known.push({ id, at: this.#now() });
  }

  /** The gate blocks now. */
  takeBack(id: string): void {
    this.#known = this.#known.filter(one => one.id !== id);
  }

  /** Whether it passed a moment ago. @param branch - has the promotion's id */
  has(branch: string): boolean {
    return this.#find(branch) !== undefined;
  }

  /** The same, for a merge that no other merge may follow without asking again. */
  use(branch: string): boolean {
    const found = this.#find(branch);
    this.#known = this.#known.filter(one => one !== found);
    return found !== undefined;
  }

  #find(branch: string) {
    const since = this.#now() - BELIEVED_MS;
    return this.#known.find(
      ({ id, at }) => branch.includes(id.slice(0, 8)) && at > since,
    );
  }
}
