import type { GitRepository } from 'backstage-plugin-gitops-node';

/** Whether the Git host has a repository. @throws GitHostError where it does not say */
export function exists(
  repository: GitRepository,
  signal: AbortSignal,
): Promise<boolean> {
  return repository.get({ signal }).then(
    () => true,
    error => {
      if (error.problem === 'notFound') return false;
      throw error;
    },
  );
}
