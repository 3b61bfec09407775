import { setImmediate } from 'node:timers/promises';

/** The error of a request that was given up. */
export const TOO_LONG = 'It took too long';

/** A request that is on its way to the Git host, or whose answer is on its way back. */
export interface Turn {
  /** Of the process that asked, or is to hear the answer */
  readonly replica: number;
  readonly isAnswer: boolean;
  /** Aborted when the caller no longer waits */
  readonly signal?: AbortSignal;
  /** Lets it arrive. */
  go(): void;
  /** The caller has given up. */
  giveUp(): void;
}

/**
 * Everything that happens between processes waits here until it is its turn, so that the order of
 * what happens is the simulation's to choose.
 */
export class Turns {
  readonly #waiting = new Set<Turn>();
  readonly #stopped = new Set<number>();
  readonly #dead = new Set<number>();
  #activity = 0;

  get waiting(): readonly Turn[] {
    return [...this.#waiting];
  }

  /** Something happened in this process: what follows from it is not over yet. */
  noteActivity(): void {
    this.#activity += 1;
  }

  wait(of: Pick<Turn, 'replica' | 'isAnswer' | 'signal'>): Promise<void> {
    this.noteActivity();
    // What a dead process waits for never comes
    if (of.isAnswer && this.#dead.has(of.replica)) return new Promise(() => {});
    return new Promise((resolve, reject) => {
      const end = (then: () => void) => () => {
        this.#waiting.delete(turn);
        of.signal?.removeEventListener('abort', abort);
        then();
      };
      const turn: Turn = {
        ...of,
        go: end(resolve),
        giveUp: end(() => reject(new Error(TOO_LONG))),
      };
      // A stopped process does not notice that the time is over
      const abort = () => this.#stopped.has(of.replica) || turn.giveUp();
      this.#waiting.add(turn);
      of.signal?.addEventListener('abort', abort);
      if (of.signal?.aborted) abort();
    });
  }

  /** It hears no answer until it goes on; what it has sent still arrives. */
  stop(replica: number): void {
    this.#stopped.add(replica);
  }

  goOn(replica: number): void {
    this.#stopped.delete(replica);
    for (const turn of this.#waiting)
      if (turn.replica === replica && turn.signal?.aborted) turn.giveUp();
  }

  /** What it has sent still arrives; it hears no answer. */
  die(replica: number): void {
    this.#dead.add(replica);
    for (const turn of this.#waiting)
      if (turn.replica === replica && turn.isAnswer) this.#waiting.delete(turn);
  }

  /** Resolves when all that runs waits for its turn. */
  async quiet(): Promise<void> {
    for (let before = -1; before !== this.#activity; ) {
      before = this.#activity;
      await setImmediate();
      await setImmediate();
    }
  }
}
