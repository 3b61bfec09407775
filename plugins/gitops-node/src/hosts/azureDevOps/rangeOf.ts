import type { CallOptions } from '../GitHost';
import { GitHostError } from '../GitHostError';
import type { RestApi } from '../rest/RestApi';
import { LISTED, Range } from '../rest/RestReader';
import * as schemas from './schemas';

/**
 * Commits that `to` has and `from` has not, newest first; undefined where one of them isn't known.
 * Azure DevOps begins at the version that it calls the compared one, and leaves out what the other
 * has. https://learn.microsoft.com/rest/api/azure/devops/git/commits/get-commits
 *
 * @throws GitHostError `unavailable` where what it answers is not that range
 */
export async function rangeOf(
  api: RestApi,
  { from, to, path }: Range,
  { signal }: CallOptions,
): Promise<schemas.Commit[] | undefined> {
  const query = {
    'searchCriteria.$top': LISTED,
    'searchCriteria.itemVersion.version': from,
    'searchCriteria.itemVersion.versionType': 'commit',
    'searchCriteria.compareVersion.version': to,
    'searchCriteria.compareVersion.versionType': 'commit',
  };
  const list = async (itemPath?: string) => {
    const of = { ...query, 'searchCriteria.itemPath': itemPath };
    const request = { path: '/commits', query: of, signal };
    return (await api.find(request, schemas.commits))?.value;
  };
  const all = await list();
  // What is in the range begins with its end: else the range is read the other way round
  if (all && all.length > 0 && all[0].commitId !== to)
    throw new GitHostError(
      'unavailable',
      `Azure DevOps listed other commits than those between ${from} and ${to}`,
    );
  return path && all && all.length > 0 ? list(`/${path}`) : all;
}
