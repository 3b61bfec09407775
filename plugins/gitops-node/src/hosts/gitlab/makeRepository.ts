import type { CallOptions, NewRepository } from '../GitHost';
import { noOwner } from '../rest/ensureRepository';
import { Refusal } from '../rest/Refusal';
import { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

const TAKEN = /has already been taken/;

/**
 * Makes a project of a group or of the token's own user, which are namespaces both.
 * https://docs.gitlab.com/api/projects/#create-a-project
 *
 * @param api - of the host
 * @param fullPath - of the project, with its namespace
 * @returns false where the name is taken
 */
export async function makeRepository(
  api: RestApi,
  fullPath: string,
  { description, visibility }: NewRepository,
  { signal }: CallOptions,
): Promise<boolean> {
  const parts = fullPath.split('/');
  const name = parts.pop()!;
  const owner = parts.join('/');
  const namespace = await api.find(
    { path: `/namespaces/${encodeURIComponent(owner)}`, signal },
    schemas.namespace,
  );
  if (!namespace) throw noOwner(fullPath, owner, 'group');
  const json = {
    name,
    path: name,
    namespace_id: namespace.id,
    description,
    visibility,
    initialize_with_readme: false,
  };
  try {
    await api.send({ method: 'POST', path: '/projects', json, signal });
    return true;
  } catch (error) {
    const isTaken =
      error instanceof Refusal &&
      error.status === 400 &&
      TAKEN.test(error.words);
    if (!isTaken) throw error;
    return false;
  }
}
