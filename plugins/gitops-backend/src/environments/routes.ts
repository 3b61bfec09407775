import type { Environment } from 'backstage-plugin-gitops-common';

type Place = Pick<Environment, 'name' | 'from'>;

/** Names of all environments from which versions come to one, the nearest first. */
export function environmentsBefore(
  to: string,
  all: readonly Place[],
): string[] {
  const found = new Set<string>();
  let nearest = [to];
  while (nearest.length > 0) {
    nearest = nearest
      .flatMap(name => all.find(one => one.name === name)?.from ?? [])
      .filter(name => name !== to && !found.has(name));
    nearest.forEach(name => found.add(name));
  }
  return [...found];
}

/** Names of those that lie between two, whichever way a version takes; the nearest to `to` first. */
export function environmentsBetween(
  from: string,
  to: string,
  all: readonly Place[],
): string[] {
  const direct = all.find(one => one.name === to)?.from ?? [];
  if (direct.includes(from)) return [];
  return environmentsBefore(to, all).filter(
    name => name !== from && environmentsBefore(name, all).includes(from),
  );
}
