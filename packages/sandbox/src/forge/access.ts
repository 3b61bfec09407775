import { ForgeError } from './ForgeError';
import type { HostedRepository } from './HostedRepository';
import { tokenLogin } from './http/authenticate';
import { personNamed } from './people';
import type { PullRequest } from './pulls/PullRequest';
import type { User } from './Users';

/** What somebody may do in a repository; each includes the ones before. */
export const accessLevels = ['read', 'write', 'admin'] as const;
export type Access = (typeof accessLevels)[number];

/**
 * By the list of collaborators, else by who it is: the token's owner is admin, people write, the
 * guest reads.
 */
export function accessOf(repository: HostedRepository, user: User): Access {
  const given = repository.collaborators.get(user.login.toLowerCase());
  if (given) return given;
  if (user.login === tokenLogin || user.login === repository.owner)
    return 'admin';
  return personNamed(user.login)?.canPush === false ? 'read' : 'write';
}

export function canDo(
  repository: HostedRepository,
  user: User,
  needed: Access,
): boolean {
  return (
    accessLevels.indexOf(accessOf(repository, user)) >=
    accessLevels.indexOf(needed)
  );
}

const refusals: Record<Access, string> = {
  read: 'user should have a permission to read a repo',
  write: 'user should have a permission to write to a repo',
  admin:
    'user should be an owner or a collaborator with admin write of a repository',
};

/** @throws ForgeError 403 in Gitea's words */
export function checkAccess(
  repository: HostedRepository,
  user: User,
  needed: Access,
  message = refusals[needed],
): void {
  if (!canDo(repository, user, needed)) throw new ForgeError(403, message);
}

/**
 * The author of a pull request may edit and close it, others need to write. @throws ForgeError 403
 */
export function checkMayEdit(
  repository: HostedRepository,
  pull: PullRequest,
  user: User,
): void {
  if (pull.poster.login !== user.login) checkAccess(repository, user, 'write');
}

/** @throws ForgeError 423, as Gitea answers for a repository that takes no changes any more */
export function checkNotArchived(
  repository: HostedRepository,
  what = 'is archived',
): void {
  const { owner, name } = repository;
  if (repository.archivedAt)
    throw new ForgeError(423, `${owner}/${name} ${what}`);
}
