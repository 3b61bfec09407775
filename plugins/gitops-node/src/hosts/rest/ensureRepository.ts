import type { CallOptions, GitRepository } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { Refusal } from './Refusal';

/**
 * Finds a repository before it is made, and once more where its name is taken: somebody else may
 * have been faster, or an earlier answer got lost.
 *
 * @param make - makes it; false where the host answers that the name is taken
 */
export async function ensureRepository(
  repository: GitRepository,
  options: CallOptions,
  make: () => Promise<boolean>,
): Promise<{ made: boolean }> {
  if (await exists(repository, options)) return { made: false };
  const { name } = repository;
  try {
    if (await make()) return { made: true };
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem !== 'forbidden')
      throw error;
    throw new GitHostError(
      'forbidden',
      `${name} can't be made: the credentials lack the right to make repositories there (${error.status}: ${error.words})`,
    );
  }
  if (await exists(repository, options)) return { made: false };
  throw new GitHostError(
    'conflict',
    `${name} can't be made: the name is taken by a repository that the credentials may not see. Choose another name`,
  );
}

/** Told by each host where there is nobody of whom the repository would be. */
export function noOwner(
  name: string,
  owner: string,
  kind: string,
): GitHostError {
  return new GitHostError(
    'notFound',
    `${name} can't be made: ${owner} is no ${kind} that the credentials may see, nor their own user. Make it first, or name another`,
  );
}

/** Told by each host where integrations have no credentials for it. */
export function noCredentials(name: string, setting: string): GitHostError {
  return new GitHostError(
    'unauthorized',
    `${name}: there are no credentials to push with. Add them under ${setting}`,
  );
}

async function exists(
  repository: GitRepository,
  options: CallOptions,
): Promise<boolean> {
  try {
    await repository.get(options);
    return true;
  } catch (error) {
    if (error instanceof GitHostError && error.problem === 'notFound')
      return false;
    throw error;
  }
}
