import type { CallOptions, GitRights, RepositoryAccess } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { administering } from '../rest/administering';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

const permissions = {
  read: 'REPO_READ',
  write: 'REPO_WRITE',
  admin: 'REPO_ADMIN',
} as const;

/** Against pushes, against rewriting, and against deleting the branch. */
const restrictions = ['pull-request-only', 'fast-forward-only', 'no-deletes'];
const RESTRICTIONS = '/restrictions';

/** Teams are Bitbucket's groups. */
export class BitbucketServerRights implements GitRights {
  constructor(
    private readonly of: {
      name: string;
      api: RestApi;
      branchPermissions: RestApi;
    },
  ) {}

  /** https://developer.atlassian.com/server/bitbucket/rest/v904/api-group-permission-management/ */
  async ensureAccess(
    { kind, name: whose, role }: RepositoryAccess,
    { signal }: CallOptions,
  ): Promise<void> {
    const { name, api } = this.of;
    const path = `/permissions/${kind === 'team' ? 'groups' : 'users'}`;
    const query = { name: whose, permission: permissions[role] };
    await administering({ name, what: `${kind} ${whose}` }, () =>
      api.send({ method: 'PUT', path, query, signal }),
    );
  }

  /**
   * Approvals are a merge check, which is not set here.
   * https://developer.atlassian.com/server/bitbucket/rest/v904/api-group-repository/
   */
  async ensureProtected(
    branch: string,
    { signal }: CallOptions,
  ): Promise<void> {
    const { name, branchPermissions: api } = this.of;
    const id = `refs/heads/${branch}`;
    const matcher = { id, displayId: branch, type: { id: 'BRANCH' } };
    await administering({ name, what: `branch ${branch}` }, async () => {
      const query = { matcherType: 'BRANCH', matcherId: id, limit: 100 };
      const { values } = await api.json(
        { path: RESTRICTIONS, query, signal },
        schemas.restrictions,
      );
      const present = values.map(({ type }) => type);
      for (const type of restrictions.filter(one => !present.includes(one))) {
        const json = { type, matcher, users: [], groups: [] };
        await api.send({ method: 'POST', path: RESTRICTIONS, json, signal });
      }
    });
    throw new GitHostError(
      'invalid',
      `${name}: ${branch} takes pull requests alone, but does not require that somebody approves them. Add the merge check "Minimum approvals" in the repository's settings`,
    );
  }
}
