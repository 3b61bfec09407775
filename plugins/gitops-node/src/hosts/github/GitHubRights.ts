import type { CallOptions, GitRights, RepositoryAccess } from '../GitHost';
import { administering } from '../rest/administering';
import { encoded, encodedPath } from '../rest/encoded';
import type { RestApi } from '../rest/RestApi';

const permissions = { read: 'pull', write: 'push', admin: 'admin' } as const;

export class GitHubRights implements GitRights {
  /** @param of - `name` is `owner/name`; `hostApi` of the host */
  constructor(
    private readonly of: { name: string; api: RestApi; hostApi: RestApi },
  ) {}

  /**
   * A user who is not in the organisation is invited.
   *
   * - https://docs.github.com/rest/teams/teams#add-or-update-team-repository-permissions
   * - https://docs.github.com/rest/collaborators/collaborators#add-a-repository-collaborator
   */
  async ensureAccess(
    { kind, name: whose, role }: RepositoryAccess,
    { signal }: CallOptions,
  ): Promise<void> {
    const { name, api, hostApi } = this.of;
    const json = { permission: permissions[role] };
    const put = { method: 'PUT', json, signal } as const;
    await administering({ name, what: `${kind} ${whose}` }, () => {
      if (kind === 'user')
        return api.send({ ...put, path: `/collaborators/${encoded(whose)}` });
      const [owner] = name.split('/');
      const [team, organisation = owner] = whose.split('/').reverse();
      const place = `/orgs/${encoded(organisation)}/teams/${encoded(team)}`;
      const path = `${place}/repos/${encodedPath(name)}`;
      return hostApi.send({ ...put, path });
    });
  }

  /** https://docs.github.com/rest/branches/branch-protection#update-branch-protection */
  async ensureProtected(
    branch: string,
    { signal }: CallOptions,
  ): Promise<void> {
    const { name, api } = this.of;
    const json = {
      required_pull_request_reviews: {
        required_approving_review_count: 1,
        dismiss_stale_reviews: true,
        require_code_owner_reviews: true,
      },
      allow_force_pushes: false,
      // GitHub requires these fields too
      required_status_checks: null,
      enforce_admins: null,
      restrictions: null,
    };
    const path = `/branches/${encoded(branch)}/protection`;
    await administering({ name, what: `branch ${branch}` }, () =>
      api.send({ method: 'PUT', path, json, signal }),
    );
  }
}
