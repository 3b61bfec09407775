import type { CallOptions, GitRights, RepositoryAccess } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { administering } from '../rest/administering';
import { encoded } from '../rest/encoded';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

/** From the least to the most. */
const roles = ['none', 'read', 'write', 'admin', 'owner'];
const PROTECTIONS = '/branch_protections';

export class GiteaRights implements GitRights {
  /** @param of - `name` is `owner/name` */
  constructor(private readonly of: { name: string; api: RestApi }) {}

  async ensureAccess(
    access: RepositoryAccess,
    options: CallOptions,
  ): Promise<void> {
    const { name, api } = this.of;
    const { kind, name: whose, role } = access;
    await administering({ name, what: `${kind} ${whose}` }, async () => {
      if (kind === 'team') await this.#addTeam(access, options);
      else
        await api.send({
          method: 'PUT',
          path: `/collaborators/${encoded(whose)}`,
          json: { permission: role },
          signal: options.signal,
        });
    });
  }

  async ensureProtected(
    branch: string,
    { signal }: CallOptions,
  ): Promise<void> {
    const { name, api } = this.of;
    const json = {
      rule_name: branch,
      enable_push: false,
      enable_force_push: false,
      required_approvals: 1,
      dismiss_stale_approvals: true,
      block_on_rejected_reviews: true,
    };
    const path = `${PROTECTIONS}/${encoded(branch)}`;
    await administering({ name, what: `branch ${branch}` }, async () => {
      const before = await api.find({ path, signal }, schemas.protection);
      await (before
        ? api.send({ method: 'PATCH', path, json, signal })
        : api.send({ method: 'POST', path: PROTECTIONS, json, signal }));
    });
  }

  /** A team of Gitea has its own right, the same in each of its repositories. */
  async #addTeam(
    { name: whose, role }: RepositoryAccess,
    { signal }: CallOptions,
  ): Promise<void> {
    const { name, api } = this.of;
    const [owner] = name.split('/');
    const [team, organisation = owner] = whose.split('/').reverse();
    if (organisation.toLowerCase() !== owner.toLowerCase())
      throw new GitHostError(
        'invalid',
        `${name}: only teams of ${owner} can have rights in it, and ${whose} is none`,
      );
    const path = `/teams/${encoded(team)}`;
    const look = () => api.find({ path, signal }, schemas.team);
    let found = await look();
    if (!found) {
      await api.send({ method: 'PUT', path, signal });
      found = await look();
    }
    const granted = Math.max(
      roles.indexOf(found?.permission ?? ''),
      roles.indexOf(found?.units_map?.['repo.code'] ?? ''),
    );
    if (granted >= roles.indexOf(role)) return;
    throw new GitHostError(
      'invalid',
      `${name}: ${team} has the right ${
        roles[granted] ?? 'none'
      }, not ${role}: on Gitea a team has the same right in all of its repositories. Change the team in ${owner}`,
    );
  }
}
