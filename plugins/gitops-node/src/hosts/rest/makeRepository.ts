import { z } from 'zod';
import type { CallOptions, NewRepository } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { encoded } from './encoded';
import { noOwner } from './ensureRepository';
import { Refusal, unlessRefused } from './Refusal';
import type { RestApi } from './RestApi';

const self = z.object({ login: z.string() });

/**
 * Makes a repository of an organisation, or of the credentials' own user, for whom GitHub and Gitea
 * have another place.
 *
 * @param api - of the host
 * @param place - `isApp`: an app makes repositories in organisations alone; `isTaken` tells a name
 *   that is taken from other refusals
 * @returns false where the name is taken
 */
export async function makeRepository(
  api: RestApi,
  place: {
    /** `owner/name` */
    name: string;
    isApp?: boolean;
    isTaken(refusal: Refusal): boolean;
  },
  { description, visibility }: NewRepository,
  { signal }: CallOptions,
): Promise<boolean> {
  const [owner, name] = place.name.split('/');
  const settings = {
    name,
    description,
    private: visibility !== 'public',
    auto_init: false,
  };
  const make = async (path: string, json: object = settings) => {
    try {
      await api.send({ method: 'POST', path, json, signal });
      return true;
    } catch (error) {
      if (!(error instanceof Refusal) || !place.isTaken(error)) throw error;
      return false;
    }
  };
  try {
    return await make(
      `/orgs/${encoded(owner)}/repos`,
      // Of GitHub alone, and of organisations
      visibility === 'internal' ? { ...settings, visibility } : settings,
    );
  } catch (error) {
    // 403 too: a token may be for the user's own and not for organisations'
    if (!(error instanceof Refusal) || ![403, 404].includes(error.status))
      throw error;
    const user = place.isApp
      ? undefined
      : await unlessRefused([403], () =>
          api.json({ path: '/user', signal }, self),
        );
    if (user?.login.toLowerCase() === owner.toLowerCase()) {
      if (visibility === 'internal')
        throw new GitHostError(
          'invalid',
          `${place.name} can't be made internal: ${owner} is a user, and only repositories of organisations can be. Make it private, or public`,
        );
      return make('/user/repos');
    }
    if (error.status === 403) throw error;
    throw noOwner(place.name, owner, 'organisation');
  }
}
