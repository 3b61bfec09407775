import type { CallOptions } from '../GitHost';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

/** The commit a branch points to; undefined where there is none. What Azure DevOps filters by is the beginning of a name. */
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
