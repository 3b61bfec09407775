import { LRUCache } from 'lru-cache';
import type { CallOptions } from '../GitHost';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';
import type { Account } from './schemas';

/**
 * Tells which accounts of a GitLab are people's. GitLab says `bot` of access tokens and service
 * accounts, but only of a user who is asked for alone
 * (https://docs.gitlab.com/api/users/#retrieve-a-user), and their names can be chosen
 * (https://docs.gitlab.com/api/service_accounts/). What an account is never changes, so each is
 * asked for once: GitLab limits these requests.
 */
export class GitLabPeople {
  readonly #known = new LRUCache<number, boolean>({ max: 1_000 });

  /**
   * Names of those that are no people, and of those of whom GitLab does not tell.
   *
   * @param api - of the host
   */
  async machinesAmong(
    accounts: readonly (Account | null | undefined)[],
    api: RestApi,
    options: CallOptions,
  ): Promise<string[]> {
    const found = await Promise.all(
      accounts.map(async account =>
        account && !(await this.#isPerson(account, api, options))
          ? [account.username]
          : [],
      ),
    );
    return found.flat();
  }

  async #isPerson(
    { id }: Account,
    api: RestApi,
    { signal }: CallOptions,
  ): Promise<boolean> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const user = await unlessRefused([403, 404], () =>
      api.json({ path: `/users/${id}`, signal }, schemas.userById),
    );
    if (typeof user?.bot !== 'boolean') return false;
    this.#known.set(id, !user.bot);
    return !user.bot;
  }
}
