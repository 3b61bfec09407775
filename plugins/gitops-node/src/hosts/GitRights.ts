import type { CallOptions } from './repositoryTypes';

/** A right in a repository. @public */
export interface RepositoryAccess {
  kind: 'team' | 'user';
  /**
   * Of a user of the host, or of a team or group: its name, or `organisation/team`; on GitLab the
   * group's full path
   */
  name: string;
  role: 'read' | 'write' | 'admin';
}

/**
 * Who may do what in a repository. Done again, it is the same. The credentials need to administer
 * the repository.
 *
 * @public
 */
export interface GitRights {
  /**
   * Gives a team or a user a right.
   *
   * @throws GitHostError where the host refuses, or gives less than was asked for
   */
  ensureAccess(access: RepositoryAccess, options: CallOptions): Promise<void>;

  /**
   * Has changes of a branch come by pull requests alone, which somebody has reviewed, and refuses
   * force pushes.
   *
   * @throws GitHostError where the host refuses, or protects the branch in part only
   */
  ensureProtected(branch: string, options: CallOptions): Promise<void>;
}
