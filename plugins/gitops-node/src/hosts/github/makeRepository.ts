import type { CallOptions, NewRepository } from '../GitHost';
import { noOwner } from '../rest/ensureRepository';
import { Refusal } from '../rest/Refusal';
import { unlessRefused } from '../rest/RestApi';
import type { GitHubApi } from './GitHubApi';
import * as schemas from './schemas';

const TAKEN = /name already exists/i;

/**
 * Makes a repository of an organisation, or of the token's own user, for whom GitHub has another place. An app makes them in organisations alone.
 *
 * @returns false where the name is taken
 */
export async function makeRepository(
  api: GitHubApi,
  { description, isPrivate }: NewRepository,
  options: CallOptions,
): Promise<boolean> {
  const settings = { description, private: isPrivate, auto_init: false };
  const [owner] = api.about.split('/');
  try {
    return await unlessTaken(() =>
      api.ask(schemas.anything, options, ({ repos }, { repo, ...common }) =>
        repos.createInOrg({
          org: common.owner,
          name: repo,
          headers: common.headers,
          request: common.request,
          ...settings,
        }),
      ),
    );
  } catch (error) {
    if (!(error instanceof Refusal) || ![403, 404].includes(error.status))
      throw error;
    if (await isOwnUser(api, owner, options))
      return unlessTaken(() =>
        api.ask(
          schemas.anything,
          options,
          ({ repos }, { repo: name, headers, request }) =>
            repos.createForAuthenticatedUser({
              name,
              headers,
              request,
              ...settings,
            }),
        ),
      );
    if (error.status === 403) throw error;
    throw noOwner(api.about, owner, 'organisation');
  }
}

async function isOwnUser(
  api: GitHubApi,
  owner: string,
  options: CallOptions,
): Promise<boolean> {
  if ((await api.credentialsType(options)) === 'app') return false;
  const user = await unlessRefused([403], () =>
    api.ask(schemas.self, options, ({ users }, { headers, request }) =>
      users.getAuthenticated({ headers, request }),
    ),
  );
  return user?.login.toLowerCase() === owner.toLowerCase();
}

async function unlessTaken(make: () => Promise<unknown>): Promise<boolean> {
  try {
    await make();
    return true;
  } catch (error) {
    const isTaken =
      error instanceof Refusal &&
      error.status === 422 &&
      TAKEN.test(error.words);
    if (!isTaken) throw error;
    return false;
  }
}
