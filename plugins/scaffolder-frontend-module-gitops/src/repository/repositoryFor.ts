import { OfferedRepository } from './repositoryProblem';

/**
 * The repository to choose where nothing fitting is chosen yet: the only one, or that of the owner.
 * Undefined where the choice stands, or is not known.
 */
export function repositoryFor(
  offered: readonly OfferedRepository[],
  options: { chosen: string | undefined; owner: unknown },
): string | undefined {
  const { chosen, owner } = options;
  const isOwners = ({ owners = [] }: OfferedRepository) =>
    owners.includes(String(owner));
  const current = offered.find(({ url }) => url === chosen);
  if (chosen && (!current?.owners || isOwners(current))) return undefined;
  const own = offered.find(isOwners) ?? (chosen ? undefined : onlyOf(offered));
  return own?.url;
}

function onlyOf(offered: readonly OfferedRepository[]) {
  return offered.length === 1 ? offered[0] : undefined;
}
