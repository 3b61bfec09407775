import type { Environment } from 'backstage-plugin-gitops-common';

/**
 * Names of the environments in which a version begins its way to this one: those before it that no
 * version comes to from elsewhere. None where it is the first itself.
 */
export function firstEnvironmentsOf(
  name: string,
  environments: readonly Pick<Environment, 'name' | 'from'>[],
): string[] {
  const sources = new Map(environments.map(one => [one.name, one.from]));
  const seen = new Set<string>([name]);
  // The set grows while it is gone through
  for (const one of seen)
    for (const from of sources.get(one) ?? []) seen.add(from);
  seen.delete(name);
  return environments
    .filter(one => seen.has(one.name) && one.from.length === 0)
    .map(one => one.name);
}
