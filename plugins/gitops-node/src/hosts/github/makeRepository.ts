import type { CallOptions, NewRepository } from '../GitHost';
import { noOwner } from '../rest/ensureRepository';
import { encoded } from '../rest/encoded';
import { Refusal, unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

const TAKEN = /name already exists/i;

/**
 * Makes a repository of an organisation, or of the token's own user, for whom GitHub has another place. An app makes them in organisations alone.
 *
 * @param api - of the host
 * @returns false where the name is taken
 */
export async function makeRepository(
  api: RestApi,
  place: { owner: string; name: string; isApp: boolean },
  { description, isPrivate }: NewRepository,
  options: CallOptions,
): Promise<boolean> {
  const { owner, name, isApp } = place;
  const { signal } = options;
  const json = { name, description, private: isPrivate, auto_init: false };
  const make = (path: string) =>
    unlessTaken(() => api.send({ method: 'POST', path, json, signal }));
  try {
    return await make(`/orgs/${encoded(owner)}/repos`);
  } catch (error) {
    if (!(error instanceof Refusal) || ![403, 404].includes(error.status))
      throw error;
    if (!isApp && (await isOwnUser(api, owner, options)))
      return make('/user/repos');
    if (error.status === 403) throw error;
    throw noOwner(`${owner}/${name}`, owner, 'organisation');
  }
}

async function isOwnUser(
  api: RestApi,
  owner: string,
  { signal }: CallOptions,
): Promise<boolean> {
  const user = await unlessRefused([403], () =>
    api.json({ path: '/user', signal }, schemas.self),
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
