import type { CallOptions, PullRequestChange } from '../GitHost';
import { cutLines } from '../rest/cutLines';
import { cutTitle } from '../rest/cutTitle';
import { RestApi } from '../rest/RestApi';
import { refusedBy } from '../rest/refusedBy';
import { refOf } from './pullRequestOf';
import * as schemas from './schemas';

const MAX_TITLE = 400;
/** https://learn.microsoft.com/azure/devops/repos/git/pull-requests: what is longer is refused */
const MAX_DESCRIPTION = 4000;

/** @param identities - API of the organization's users, who are added by their ids */
export async function openPullRequest(
  api: RestApi,
  identities: RestApi,
  request: PullRequestChange,
  options: CallOptions,
): Promise<{ number: number; refused: string[] }> {
  const { branch, base, title, body, labels = [], reviewers = [] } = request;
  const { signal } = options;
  const made = await api.json(
    {
      method: 'POST',
      path: '/pullrequests',
      json: {
        sourceRefName: refOf(branch),
        targetRefName: refOf(base),
        title: cutTitle(title, MAX_TITLE),
        description: cutLines(body, MAX_DESCRIPTION),
      },
      signal,
    },
    schemas.pullRequest,
  );
  const path = `/pullRequests/${made.pullRequestId}`;
  const refusedLabels = await refusedBy(labels, name =>
    api.send({
      method: 'POST',
      path: `${path}/labels`,
      json: { name },
      signal,
    }),
  );
  const refusedReviewers = await refusedBy(reviewers, async name => {
    const id = await idOf(identities, name, options);
    if (id === undefined) return false;
    const json = { id, vote: 0 };
    const place = `${path}/reviewers/${encodeURIComponent(id)}`;
    return api.send({ method: 'PUT', path: place, json, signal });
  });
  return {
    number: made.pullRequestId,
    refused: [
      ...refusedLabels.map(name => `label ${name}`),
      ...refusedReviewers.map(name => `reviewer ${name}`),
    ],
  };
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
