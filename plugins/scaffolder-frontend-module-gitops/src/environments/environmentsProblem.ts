export type EnvironmentsProblem = 'noneChosen' | 'notNames';

/**
 * What is wrong with the chosen environments, null where nothing is. A form can't tell a list that
 * nobody filled in from an empty one, and validation isn't told whether the field is required; so a
 * list needs a name unless the template says `minItems: 0`.
 */
export function environmentsProblem(
  value: unknown,
  schema: { minItems?: unknown },
): EnvironmentsProblem | null {
  const names = value ?? [];
  if (!Array.isArray(names)) return 'notNames';
  const written = names.filter(name => name !== undefined && name !== null);
  if (written.some(name => typeof name !== 'string' || name === ''))
    return 'notNames';
  return written.length === 0 && schema.minItems !== 0 ? 'noneChosen' : null;
}
