import type { CallOptions } from '../GitHost';
import type { RestApi } from '../rest/RestApi';
import { contains } from './commits';
import { stateOf } from './pullRequestOf';
import * as schemas from './schemas';
import { valuesOf } from './valuesOf';

type Found = schemas.BitbucketServerPullRequest;

const activities = schemas.pageOf(schemas.activity);

/** Who merged or declined a pull request. Only its activities tell it, newest first. */
export async function endedBy(
  api: RestApi,
  { id }: Found,
  { signal }: CallOptions,
): Promise<string | undefined> {
  const path = `/pull-requests/${id}/activities`;
  const found = await valuesOf(api, { path, signal }, activities, 1);
  const end = found.find(({ action }) =>
    ['MERGED', 'DECLINED'].includes(action),
  );
  return end?.user?.name;
}

/**
 * The commit that brought a pull request. Bitbucket tells of none where the merge made none of its
 * own, as a fast-forward does: then the head itself is on the base branch.
 */
export async function mergeCommitOf(
  api: RestApi,
  found: Found,
  options: CallOptions,
): Promise<string | undefined> {
  if (stateOf(found) !== 'merged') return undefined;
  const told = found.properties?.mergeCommit?.id;
  if (told) return told;
  const commit = found.fromRef.latestCommit;
  const question = { commit, of: found.toRef.id };
  return (await contains(api, question, options)) ? commit : undefined;
}
