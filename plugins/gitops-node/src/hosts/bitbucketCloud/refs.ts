import type { CallOptions } from '../GitHost';
import type { RestApi } from '../rest/RestApi';
import { encodedPath } from '../rest/encoded';
import * as schemas from './schemas';

/** The commit a branch points to; undefined where there is none. */
export async function headOf(
  api: RestApi,
  branch: string,
  { signal }: CallOptions,
): Promise<string | undefined> {
  const path = `/refs/branches/${encodedPath(branch)}`;
  return (await api.find({ path, signal }, schemas.ref))?.target.hash;
}

/**
 * The commit of a branch, tag or SHA; undefined where there is none. Names with slashes can't stand
 * where Bitbucket wants a commit.
 */
export async function commitAt(
  api: RestApi,
  name: string,
  options: CallOptions,
): Promise<string | undefined> {
  if (/^[0-9a-f]{40}$/.test(name)) return name;
  const head = await headOf(api, name, options);
  if (head) return head;
  const path = `/refs/tags/${encodedPath(name)}`;
  const { signal } = options;
  return (await api.find({ path, signal }, schemas.ref))?.target.hash;
}

/** All digits of a commit; undefined where it is gone. */
export async function fullHash(
  api: RestApi,
  hash: string,
  { signal }: CallOptions,
): Promise<string | undefined> {
  if (hash.length === 40) return hash;
  const path = `/commit/${encodeURIComponent(hash)}`;
  return (await api.find({ path, signal }, schemas.commitRef))?.hash;
}
