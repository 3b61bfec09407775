import type { z } from 'zod';
import { issueSentence, placeIn } from '../issueSentence';

/**
 * What is wrong with a configuration, all of it at once. No value is ever quoted that might be a
 * secret.
 */
export class ConfigurationProblems {
  readonly #problems: string[] = [];

  /** @param place - the key, such as `gitops.argocd.instances[1].url` */
  add(place: string, sentence: string): void {
    this.#problems.push(`${place}: ${sentence}`);
  }

  /**
   * Reads a value that is at `place`; where it is malformed, adds every reason and answers
   * undefined. Of unknown keys, the rest is still read.
   */
  read<T extends z.ZodType>(
    schema: T,
    value: unknown,
    place: string,
  ): z.infer<T> | undefined {
    const parsed = schema.safeParse(value, { error: issueSentence });
    if (parsed.success) return parsed.data;
    const unknownKeys = new Set<string>();
    for (const issue of parsed.error.issues) {
      this.add(`${place}${placeIn(issue.path)}`, issue.message);
      if (issue.code === 'unrecognized_keys' && issue.path.length === 0)
        issue.keys.forEach(key => unknownKeys.add(key));
    }
    const known = Object.entries(value ?? {}).filter(
      ([key]) => !unknownKeys.has(key),
    );
    return unknownKeys.size > 0
      ? schema.safeParse(Object.fromEntries(known)).data
      : undefined;
  }

  refuseDuplicates(
    items: readonly { name: string; place: string }[],
    what: string,
  ): void {
    const seen = new Set<string>();
    for (const { name, place } of items) {
      if (seen.has(name))
        this.add(`${place}.name`, `two ${what} are named "${name}"`);
      seen.add(name);
    }
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
