/** What is wrong with a configuration, all of it at once. */
export class ConfigurationProblems {
  readonly #problems: string[] = [];

  /** @param place - the key, such as `gitops.argocd.instances[1].url` */
  add(place: string, sentence: string): void {
    this.#problems.push(`${place}: ${sentence}`);
  }

  /** @throws Error with one line for each problem */
  throwIfAny(): void {
    if (this.#problems.length === 0) return;
    const count =
      this.#problems.length === 1
        ? 'a mistake'
        : `${this.#problems.length} mistakes`;
    throw new Error(
      `The configuration of GitOps has ${count}:\n${this.#problems
        .map(problem => `  ${problem}`)
        .join('\n')}`,
    );
  }
}
