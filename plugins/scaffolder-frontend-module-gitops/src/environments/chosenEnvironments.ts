import { Environment } from 'backstage-plugin-gitops-common';

/** What is chosen where nothing is set yet: all, or those of these names. */
export type Preselect = 'all' | string[];

/**
 * The names in a form's value. The form fills lists that are not set with `[]`, and with items
 * without a value where `minItems` is given.
 */
export function namesIn(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((name): name is string => typeof name === 'string')
    : [];
}

/** These names in the order of the configuration, those that it does not have at the end. */
export function inOrder(
  names: readonly string[],
  environments: readonly Environment[],
): string[] {
  return [
    ...ordered(environments)
      .map(({ name }) => name)
      .filter(name => names.includes(name)),
    ...unknownIn(names, environments),
  ];
}

/** Names that no environment of the configuration has, each once. */
export function unknownIn(
  names: readonly string[],
  environments: readonly Environment[],
): string[] {
  return [...new Set(names)].filter(
    name => !environments.some(environment => environment.name === name),
  );
}

/** What a form begins with: what is set, in order, or else what is to be preselected. */
export function initialNames(
  names: readonly string[],
  environments: readonly Environment[],
  preselect: Preselect = 'all',
): string[] {
  if (names.length > 0) return inOrder(names, environments);
  return ordered(environments)
    .map(({ name }) => name)
    .filter(name => preselect === 'all' || preselect.includes(name));
}

/** In the order of promotion, whatever order they came in. */
export function ordered(environments: readonly Environment[]): Environment[] {
  return [...environments].sort((a, b) => a.order - b.order);
}
