import type { GitRepository } from 'backstage-plugin-gitops-node';
import type { Repositories } from './allowedRepositories';

/** Type of a repository's Git host, such as `gitea`; undefined where that is not configured. */
export function hostType(
  hosts: Repositories,
  repository: Pick<GitRepository, 'host'>,
): string | undefined {
  const name = repository.host.toLowerCase();
  return hosts.all().find(({ host }) => host.toLowerCase() === name)?.type;
}
