/** Runs tasks one after another, in the order in which they came. */
export class Mutex {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    // The next task runs whether or not this one failed; its failure is its caller's
    this.last = result.catch(() => {});
    return result;
  }
}
