import type { CallOptions, GitRights, RepositoryAccess } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { administering, noSuch } from '../rest/administering';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

/** https://docs.gitlab.com/api/access_requests/#valid-access-levels */
const levels = { nobody: 0, read: 20, write: 30, admin: 40 } as const;
const RULES = '/approval_rules';

/** Groups are shared with, users are members. Who has more than is asked for keeps it. */
export class GitLabRights implements GitRights {
  /** @param of - `hostApi` of the host */
  constructor(
    private readonly of: { name: string; api: RestApi; hostApi: RestApi },
  ) {}

  async ensureAccess(
    access: RepositoryAccess,
    options: CallOptions,
  ): Promise<void> {
    const isTeam = access.kind === 'team';
    const what = `${isTeam ? 'group' : 'user'} ${access.name}`;
    await administering({ name: this.of.name, what }, () =>
      isTeam ? this.#share(access, options) : this.#addMember(access, options),
    );
  }

  /**
   * Nobody pushes, and who may write may merge. Without Premium, GitLab can't require approvals.
   *
   * - https://docs.gitlab.com/api/protected_branches/
   * - https://docs.gitlab.com/api/merge_request_approvals/#approval-rules-for-projects
   */
  async ensureProtected(branch: string, options: CallOptions): Promise<void> {
    const { name } = this.of;
    await administering({ name, what: `branch ${branch}` }, () =>
      this.#refusePushes(branch, options),
    );
    if (await this.#requireApproval(options)) return;
    throw new GitHostError(
      'invalid',
      `${name}: nobody can push to ${branch}, but GitLab does not require approvals of a merge request: that takes Premium`,
    );
  }

  /** https://docs.gitlab.com/api/projects/#share-a-project-with-a-group */
  async #share(
    { name, role }: RepositoryAccess,
    { signal }: CallOptions,
  ): Promise<void> {
    const { api, hostApi } = this.of;
    const path = `/groups/${encodeURIComponent(name)}`;
    const query = { with_projects: false };
    const { id } = await hostApi.json({ path, query, signal }, schemas.group);
    const project = await api.json({ path: '', signal }, schemas.project);
    const before = project.shared_with_groups?.find(one => one.group_id === id);
    if (before && before.group_access_level >= levels[role]) return;
    // It can't be changed
    if (before)
      await api.send({ method: 'DELETE', path: `/share/${id}`, signal });
    const json = { group_id: id, group_access: levels[role] };
    await api.send({ method: 'POST', path: '/share', json, signal });
  }

  /** https://docs.gitlab.com/api/project_members/ */
  async #addMember(
    { name, role }: RepositoryAccess,
    { signal }: CallOptions,
  ): Promise<void> {
    const { api, hostApi } = this.of;
    const query = { username: name };
    const [user] = await hostApi.json(
      { path: '/users', query, signal },
      schemas.users,
    );
    if (!user) throw noSuch({ name: this.of.name, what: `user ${name}` });
    const path = `/members/${user.id}`;
    const before = await api.find({ path, signal }, schemas.member);
    if (before && before.access_level >= levels[role]) return;
    const json = { access_level: levels[role] };
    if (before) await api.send({ method: 'PUT', path, json, signal });
    else
      await api.send({
        method: 'POST',
        path: '/members',
        json: { ...json, user_id: user.id },
        signal,
      });
  }

  async #refusePushes(branch: string, { signal }: CallOptions): Promise<void> {
    const { api } = this.of;
    const path = `/protected_branches/${encodeURIComponent(branch)}`;
    const before = await api.find({ path, signal }, schemas.protectedBranch);
    const isClosed = before?.push_access_levels.every(
      one => one.access_level === levels.nobody,
    );
    if (isClosed && !before?.allow_force_push) return;
    // Without Premium, levels can't be changed
    if (before) await api.send({ method: 'DELETE', path, signal });
    const json = {
      name: branch,
      push_access_level: levels.nobody,
      merge_access_level: levels.write,
      allow_force_push: false,
    };
    const post = { method: 'POST', path: '/protected_branches' } as const;
    await api.send({ ...post, json, signal });
  }

  /** False where GitLab refuses: without Premium with 400, and without a word. */
  async #requireApproval({ signal }: CallOptions): Promise<boolean> {
    const { api } = this.of;
    const rules = await unlessRefused([403, 404], () =>
      api.json({ path: RULES, signal }, schemas.approvalRules),
    );
    const before = rules?.find(one => one.rule_type === 'any_approver');
    if (before && before.approvals_required > 0) return true;
    const json = { name: 'All members', approvals_required: 1 };
    const answer = await unlessRefused([400, 403, 404], () =>
      before
        ? api.send({
            method: 'PUT',
            path: `${RULES}/${before.id}`,
            json,
            signal,
          })
        : api.send({
            method: 'POST',
            path: RULES,
            json: { ...json, rule_type: 'any_approver' },
            signal,
          }),
    );
    return answer !== undefined;
  }
}
