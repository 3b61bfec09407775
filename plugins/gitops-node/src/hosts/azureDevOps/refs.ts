import type { CallOptions } from '../GitHost';
import { GitHostError } from '../GitHostError';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

const NOTHING = '0'.repeat(40);

/**
 * The commit a branch points to; undefined where there is none. What Azure DevOps filters by is the
 * beginning of a name.
 */
export async function headOf(
  api: RestApi,
  branch: string,
  { signal }: CallOptions,
): Promise<string | undefined> {
  const { value } = await api.json(
    { path: '/refs', query: { filter: `heads/${branch}` }, signal },
    schemas.refs,
  );
  return value.find(({ name }) => name === refOf(branch))?.objectId;
}

export function branchOf(ref: string): string {
  return ref.replace(/^refs\/heads\//, '');
}

export function refOf(branch: string): string {
  return `refs/heads/${branch}`;
}

/**
 * Has a branch point to another commit, whether that follows the one of before or not, if it still
 * points to the expected one.
 *
 * @param update - `to` is undefined where the branch is to go
 * @throws GitHostError `conflict` where it points to another commit
 */
export async function updateRef(
  api: RestApi,
  repository: string,
  update: { branch: string; from: string; to: string | undefined },
  { signal }: CallOptions,
): Promise<void> {
  const { branch, from: oldObjectId, to: newObjectId = NOTHING } = update;
  const json = [{ name: refOf(branch), oldObjectId, newObjectId }];
  const { value } = await api.json(
    { method: 'POST', path: '/refs', json, signal },
    schemas.refUpdates,
  );
  // Azure DevOps answers 200 for what it refuses of a list
  const [{ success, updateStatus: status, customMessage }] = value;
  if (success) return;
  throw new GitHostError(
    status === 'staleOldObjectId' ? 'conflict' : 'forbidden',
    `${repository}: the branch ${branch} can't be ${
      newObjectId === NOTHING ? 'deleted' : 'replaced'
    } (${customMessage ?? status})`,
  );
}
