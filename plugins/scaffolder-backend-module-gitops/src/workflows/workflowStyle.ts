import type { Repositories } from '../repositories/allowedRepositories';

export const workflowStyles = ['github', 'gitea', 'gitlab'] as const;
/** Whose CI it is: GitHub Actions, Gitea or Forgejo Actions, GitLab CI */
export type WorkflowStyle = (typeof workflowStyles)[number];

/** The host's CI that runs for a repository; undefined where the host is none of these. @throws InputError where the address names no repository */
export function workflowStyleOf(
  hosts: Repositories,
  repository: string,
): WorkflowStyle | undefined {
  const host = hosts.repository(repository).host.toLowerCase();
  const type = hosts.all().find(one => one.host.toLowerCase() === host)?.type;
  return workflowStyles.find(one => one === type);
}
