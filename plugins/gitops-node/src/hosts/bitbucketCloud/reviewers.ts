import type { CallOptions } from '../GitHost';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';
import { valuesOf } from './valuesOf';

const MAX_PAGES = 20;

/**
 * Identities of those who review every pull request. None where the credentials may not see them.
 */
export async function defaultReviewers(
  api: RestApi,
  { signal }: CallOptions,
): Promise<string[]> {
  const found = await unlessRefused([401, 403, 404], () =>
    api.json(
      { path: '/effective-default-reviewers', query: { pagelen: 100 }, signal },
      schemas.users,
    ),
  );
  return (found?.values ?? []).map(({ user }) => user.uuid);
}

/**
 * Identity of a member of the workspace, by mail address (which only an administrator may search
 * for), nickname or `{uuid}`. Undefined where none or several have it: nicknames are no account
 * names, and people choose them freely.
 */
export async function memberId(
  workspace: RestApi,
  name: string,
  { signal }: CallOptions,
): Promise<string | undefined> {
  if (/^\{.+\}$/.test(name)) return name;
  const isMail = name.includes('@');
  const q = isMail ? `user.email IN (${JSON.stringify(name)})` : undefined;
  const members = await valuesOf(
    workspace,
    { path: '/members', query: { q }, signal },
    schemas.users,
    MAX_PAGES,
  );
  const same = members.filter(
    ({ user }) => isMail || user.nickname?.toLowerCase() === name.toLowerCase(),
  );
  return same.length === 1 ? same[0].user.uuid : undefined;
}
