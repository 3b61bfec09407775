import type { CallOptions, NewRepository } from '../GitHost';
import { noOwner } from '../rest/ensureRepository';
import { Refusal } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';

/**
 * Makes a repository of a project or of the user's own.
 *
 * @param api - of the project
 * @param fullName - key of the project and slug of the repository
 * @returns false where the name is taken
 */
export async function makeRepository(
  api: RestApi,
  fullName: string,
  { description, visibility }: NewRepository,
  { signal }: CallOptions,
): Promise<boolean> {
  const [project, name] = fullName.split('/');
  const isPublic = visibility === 'public';
  const json = { name, scmId: 'git', description, public: isPublic };
  try {
    await api.send({ method: 'POST', path: '/repos', json, signal });
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 409) return false;
    if (error.status === 404) throw noOwner(fullName, project, 'project');
    throw error;
  }
}
