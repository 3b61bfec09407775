import { OfferedRepository } from './repositoryProblem';

/** The repositories that a template lists, or null where it lists none. */
export function offeredRepositories(
  uiOptions: { repositories?: unknown } | undefined,
): OfferedRepository[] | null {
  const { repositories } = uiOptions ?? {};
  if (!Array.isArray(repositories)) return null;
  const offered = repositories.filter(isOffered);
  return offered.length > 0 ? offered : null;
}

function isOffered(repository: unknown): repository is OfferedRepository {
  const { url, title, owners } = Object(repository ?? {}) as Record<
    string,
    unknown
  >;
  return (
    typeof url === 'string' &&
    url !== '' &&
    (title === undefined || typeof title === 'string') &&
    (owners === undefined || Array.isArray(owners))
  );
}
