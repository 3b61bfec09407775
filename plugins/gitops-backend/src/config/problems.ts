import type { z } from 'zod';

/** What is wrong with a configuration, all of it at once. No value is ever quoted that might be a secret. */
export class ConfigurationProblems {
  readonly #problems: string[] = [];

  /** @param place - the key, such as `gitops.argocd.instances[1].url` */
  add(place: string, sentence: string): void {
    this.#problems.push(`${place}: ${sentence}`);
  }

  /** Reads a value that is at `place`; where it is malformed, adds every reason and answers undefined. Of unknown keys, the rest is still read. */
  read<T extends z.ZodType>(
    schema: T,
    value: unknown,
    place: string,
  ): z.infer<T> | undefined {
    const parsed = schema.safeParse(value, { error: describe });
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

/** `['instances', 1, 'url']` is `.instances[1].url`. */
function placeIn(path: readonly PropertyKey[]): string {
  return path
    .map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('');
}

function describe(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `the key ${issue.keys
        .map(key => `"${key}"`)
        .join(', ')} is not known`;
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `has to be ${withArticle(issue.expected)}`;
    case 'too_small':
      return 'is empty';
    case 'too_big':
      return `is longer than ${issue.maximum} characters`;
    case 'invalid_value':
      return `has to be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return 'has to be a text or a list of texts, none of them empty';
    default:
      return 'is not as it has to be';
  }
}

function withArticle(type: string): string {
  switch (type) {
    case 'string':
      return 'a text';
    case 'array':
      return 'a list';
    case 'record':
      return 'an object';
    default:
      return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
  }
}
