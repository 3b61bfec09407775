import type { CallOptions, NewRepository } from '../GitHost';
import { noOwner } from '../rest/ensureRepository';
import { Refusal, unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import { encoded } from '../rest/encoded';
import * as schemas from './schemas';

/**
 * Makes a repository of an organisation, or of the credentials' own user, for whom Gitea has another place.
 *
 * @param api - of the host
 * @returns false where the name is taken
 */
export async function makeRepository(
  api: RestApi,
  { owner, name }: { owner: string; name: string },
  { description, isPrivate }: NewRepository,
  { signal }: CallOptions,
): Promise<boolean> {
  const json = { name, description, private: isPrivate, auto_init: false };
  const make = async (path: string) => {
    const answer = await unlessRefused([409], () =>
      api.send({ method: 'POST', path, json, signal }),
    );
    return answer !== undefined;
  };
  try {
    return await make(`/orgs/${encoded(owner)}/repos`);
  } catch (error) {
    // 403 too: a token may be for the user's own and not for organisations'
    if (!(error instanceof Refusal) || ![403, 404].includes(error.status))
      throw error;
    const user = await unlessRefused([403], () =>
      api.json({ path: '/user', signal }, schemas.self),
    );
    if (user?.login.toLowerCase() === owner.toLowerCase())
      return make('/user/repos');
    if (error.status === 403) throw error;
    throw noOwner(`${owner}/${name}`, owner, 'organisation');
  }
}
