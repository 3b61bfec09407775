import type { CallOptions, GitRepository } from '../GitHost';
import { GitHostError } from '../GitHostError';

/**
 * Does what changes a repository. Hosts refuse that as a missing right where the repository is
 * archived, so a refusal is looked into.
 */
export async function changing<T>(
  repository: Pick<GitRepository, 'name' | 'get'>,
  options: CallOptions,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const mayBeArchived =
      error instanceof GitHostError &&
      (error.problem === 'forbidden' || error.problem === 'notFound');
    if (!mayBeArchived || !(await repository.get(options)).isArchived)
      throw error;
    throw new GitHostError(
      'readOnly',
      `${repository.name} is archived and takes no changes. Unarchive it, or configure the repository that took its place`,
    );
  }
}
