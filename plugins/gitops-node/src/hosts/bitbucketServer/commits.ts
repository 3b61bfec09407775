import type { z } from 'zod';
import type { CallOptions } from '../GitHost';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

export type BitbucketServerCommit = z.infer<typeof schemas.commit>;

const page = schemas.pageOf(schemas.commit);

/**
 * Commits that `until` has and `since` has not, newest first; undefined where one of them is not
 * there.
 *
 * @param of - `until` and `since` are commits or whole names of refs
 */
export async function commitsBetween(
  api: RestApi,
  of: { until: string; since?: string; path?: string; limit: number },
  { signal }: CallOptions,
): Promise<BitbucketServerCommit[] | undefined> {
  const query = { ...of, path: of.path || undefined };
  const found = await api.find({ path: '/commits', query, signal }, page);
  return found?.values;
}

/** Whether `commit` is `of` or one of its ancestors; undefined where one of them is not there. */
export async function contains(
  api: RestApi,
  { commit, of }: { commit: string; of: string },
  options: CallOptions,
): Promise<boolean | undefined> {
  const more = await commitsBetween(
    api,
    { until: commit, since: of, limit: 1 },
    options,
  );
  return more && more.length === 0;
}

/** The commit that a branch points to; undefined where there is no such branch. */
export async function headOf(
  api: RestApi,
  branch: string,
  options: CallOptions,
): Promise<string | undefined> {
  return commitOf(api, `refs/heads/${branch}`, options);
}

/**
 * The commit of a branch, tag or SHA; undefined where there is none. Git itself would prefer a tag
 * to a branch.
 */
export async function commitAt(
  api: RestApi,
  name: string,
  options: CallOptions,
): Promise<string | undefined> {
  if (/^[0-9a-f]{40}$/.test(name)) return name;
  return (
    (await headOf(api, name, options)) ??
    (await commitOf(api, `refs/tags/${name}`, options))
  );
}

/** Bitbucket has no address of one branch, and finds branches by parts of their names only. */
async function commitOf(
  api: RestApi,
  ref: string,
  options: CallOptions,
): Promise<string | undefined> {
  const found = await commitsBetween(api, { until: ref, limit: 1 }, options);
  return found?.[0]?.id;
}
