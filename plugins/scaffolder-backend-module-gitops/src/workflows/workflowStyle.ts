import { InputError } from '@backstage/errors';
import type { Repositories } from '../repositories/allowedRepositories';
import { hostType } from '../repositories/hostType';

export const workflowStyles = ['github', 'gitea', 'gitlab'] as const;
/** Whose CI it is: GitHub Actions, Gitea or Forgejo Actions, GitLab CI */
export type WorkflowStyle = (typeof workflowStyles)[number];

/**
 * The CI of the host that a repository is on; undefined where the host has none of these.
 *
 * @throws InputError where the address names no repository
 */
export function workflowStyleOf(
  hosts: Repositories,
  address: string,
): WorkflowStyle | undefined {
  const type = hostType(hosts, hosts.repository(address));
  return workflowStyles.find(one => one === type);
}

/**
 * The CI that promotes in a GitOps repository.
 *
 * @throws InputError where its host has none of these
 */
export function promoterOf(
  hosts: Repositories,
  address: string,
): WorkflowStyle {
  const style = workflowStyleOf(hosts, address);
  if (style) return style;
  throw new InputError(
    `${address} is on a host whose workflows can't be started. Leave this step out, and have releases promoted in the portal, by pull request`,
  );
}
