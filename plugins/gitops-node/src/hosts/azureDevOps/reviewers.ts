import type { CallOptions } from '../GitHost';
import { refusedBy } from '../rest/refusedBy';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

/**
 * Asks for reviews of a pull request. One who was asked before is left, so that a vote stays.
 *
 * @param apis - `identities` is that of the organization's users, who are added by their ids
 * @returns those that Azure DevOps refuses
 */
export function requestReviewers(
  { api, identities }: { api: RestApi; identities: RestApi },
  { pullRequestId, reviewers: present }: schemas.AzurePullRequest,
  reviewers: readonly string[],
  options: CallOptions,
): Promise<string[]> {
  return refusedBy(reviewers, async name => {
    const id = await idOf(identities, name, options);
    if (id === undefined) return false;
    if (present?.some(one => one.id === id)) return true;
    const part = encodeURIComponent(id);
    const path = `/pullRequests/${pullRequestId}/reviewers/${part}`;
    const json = { id, vote: 0 };
    return api.send({ method: 'PUT', path, json, signal: options.signal });
  });
}

/** Of the one user with the account name or mail address; a group can't be asked by its name. */
async function idOf(
  identities: RestApi,
  name: string,
  { signal }: CallOptions,
): Promise<string | undefined> {
  const query = { searchFilter: 'General', filterValue: name };
  const { value } = await identities.json(
    { path: '/identities', query, signal },
    schemas.identities,
  );
  const same = value.filter(
    ({ properties, isContainer, isActive }) =>
      !isContainer &&
      isActive !== false &&
      [properties?.Account, properties?.Mail].some(
        one => String(one?.$value).toLowerCase() === name.toLowerCase(),
      ),
  );
  return same.length === 1 ? same[0].id : undefined;
}
