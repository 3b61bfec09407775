import type { CallOptions, PullRequestChange } from '../GitHost';
import { cutTitle } from '../rest/cutTitle';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

/** https://docs.gitlab.com/api/merge_requests/#create-mr */
const MAX_TITLE = 255;

/** Labels and reviewers go along with the request itself. GitLab leaves out silently what it doesn't take, so its answer tells what was refused. */
export async function openMergeRequest(
  api: RestApi,
  request: PullRequestChange,
  options: CallOptions,
): Promise<{ number: number; refused: string[] }> {
  const { branch, base, title, body, labels = [], reviewers = [] } = request;
  const found = await Promise.all(
    reviewers.map(name => userId(api, name, options)),
  );
  const ids = found.flatMap(id => id ?? []);
  // They are sent as one list
  const sendable = labels.filter(label => !label.includes(','));
  const made = await api.json(
    {
      method: 'POST',
      path: '/merge_requests',
      json: {
        source_branch: branch,
        target_branch: base,
        title: cutTitle(title, MAX_TITLE),
        description: body,
        labels: sendable.length > 0 ? sendable.join(',') : undefined,
        reviewer_ids: ids.length > 0 ? ids : undefined,
      },
      signal: options.signal,
    },
    schemas.mergeRequest,
  );
  const taken = (made.reviewers ?? []).map(({ username }) =>
    username.toLowerCase(),
  );
  return {
    number: made.iid,
    refused: [
      ...labels
        .filter(label => !made.labels?.includes(label))
        .map(label => `label ${label}`),
      ...reviewers
        .filter(name => !taken.includes(name.toLowerCase()))
        .map(name => `reviewer ${name}`),
    ],
  };
}

/** Of a member of the project. The search finds parts of names too. */
async function userId(
  api: RestApi,
  name: string,
  { signal }: CallOptions,
): Promise<number | undefined> {
  const found = await api.json(
    { path: '/users', query: { search: name, per_page: 100 }, signal },
    schemas.users,
  );
  return found.find(
    ({ username }) => username.toLowerCase() === name.toLowerCase(),
  )?.id;
}
