import type { CallOptions } from '../GitHost';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

/**
 * Asks for reviews of a merge request. GitLab replaces those of before, and leaves out silently
 * what it doesn't take, so its answer tells what was refused.
 *
 * @returns those that GitLab refuses
 */
export async function requestReviewers(
  api: RestApi,
  number: number,
  reviewers: readonly string[],
  { signal }: CallOptions,
): Promise<string[]> {
  const path = `/merge_requests/${number}`;
  const before = await api.json({ path, signal }, schemas.mergeRequest);
  const missing = reviewers.filter(name => !has(before, name));
  const found = await Promise.all(
    missing.map(name => userId(api, name, { signal })),
  );
  const ids = found.flatMap(id => id ?? []);
  if (ids.length === 0) return missing;
  const present = before.reviewers?.map(({ id }) => id) ?? [];
  const json = { reviewer_ids: [...present, ...ids] };
  const after = await api.json(
    { method: 'PUT', path, json, signal },
    schemas.mergeRequest,
  );
  return reviewers.filter(name => !has(after, name));
}

function has({ reviewers }: schemas.MergeRequest, name: string): boolean {
  const isNamed = ({ username }: { username: string }) =>
    username.toLowerCase() === name.toLowerCase();
  return Boolean(reviewers?.some(isNamed));
}

/** Of a member of the project. The search finds parts of names too. */
async function userId(
  api: RestApi,
  name: string,
  { signal }: CallOptions,
): Promise<number | undefined> {
  const query = { search: name, per_page: 100 };
  const found = await api.json(
    { path: '/users', query, signal },
    schemas.users,
  );
  return found.find(
    ({ username }) => username.toLowerCase() === name.toLowerCase(),
  )?.id;
}
