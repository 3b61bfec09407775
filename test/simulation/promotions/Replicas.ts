import type { Chances } from './chances';
import type { Replica } from './Replica';
import type { Turn, Turns } from './Turns';

/** Fewer requests and answers than so many arrive before something else happens. */
const MOST_AT_ONCE = 6;

export interface ReplicasOptions {
  turns: Turns;
  chances: Chances;
  /** A replica that has just been started, as a process of its own */
  start(at: { index: number; process: number }): Replica;
  say(what: string): void;
}

/** Replicas that work, are stopped and go on, or die and are replaced, and their requests. */
export class Replicas {
  readonly all: Replica[] = [];
  readonly #options: ReplicasOptions;
  #processes = 0;

  constructor(options: ReplicasOptions) {
    this.#options = options;
    for (let index = 0; index < 2; index++) this.#start(index);
  }

  get running(): Replica[] {
    return this.all.filter(one => !one.isStopped);
  }

  /** One after the other, in each round another. */
  inRound(round: number): Replica {
    return this.all[round % this.all.length];
  }

  work(replica: Replica): void {
    replica.work(() => this.#options.turns.noteActivity());
  }

  /** All of them do what is due. */
  async workOn(): Promise<void> {
    for (const replica of this.all) this.work(replica);
    await this.letAllArrive();
  }

  disturb(replica: Replica): void {
    const { turns, chances, say } = this.#options;
    if (replica.isStopped) {
      this.goOn(replica);
      say(`replica ${replica.index} goes on`);
    } else if (chances.isTrue(0.5)) {
      replica.isStopped = true;
      turns.stop(replica.process);
      say(`replica ${replica.index} is stopped`);
    } else {
      // What it waits for never comes, and what it had begun is left
      replica.isDead = true;
      turns.die(replica.process);
      this.#start(replica.index);
      say(`replica ${replica.index} is killed`);
    }
  }

  goOn(replica: Replica): void {
    replica.isStopped = false;
    this.#options.turns.goOn(replica.process);
  }

  async letAllArrive(): Promise<void> {
    const { turns } = this.#options;
    await turns.quiet();
    for (let [first] = this.#ready; first; [first] = this.#ready) {
      first.go();
      await turns.quiet();
    }
  }

  async letSomeArrive(): Promise<void> {
    const { turns, chances } = this.#options;
    for (let count = chances.below(MOST_AT_ONCE); count > 0; count--) {
      const ready = this.#ready;
      if (ready.length === 0) return;
      chances.one(ready)!.go();
      await turns.quiet();
    }
  }

  /** What has been sent so far arrives, and its answers are on their way. */
  async letRequestsArrive(): Promise<void> {
    const { turns } = this.#options;
    await turns.quiet();
    for (const one of this.#ready) if (!one.isAnswer) one.go();
    await turns.quiet();
  }

  #start(index: number): void {
    this.#processes += 1;
    const process = this.#processes;
    this.all[index] = this.#options.start({ index, process });
  }

  /** What a stopped process has sent arrives; it does not hear the answer. */
  get #ready(): Turn[] {
    const stopped = this.all.filter(one => one.isStopped);
    return this.#options.turns.waiting.filter(
      one =>
        !one.isAnswer ||
        !stopped.some(({ process }) => process === one.replica),
    );
  }
}
