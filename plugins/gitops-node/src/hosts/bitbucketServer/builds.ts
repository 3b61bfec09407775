import type { CallOptions, OwnStatus, PullRequest } from '../GitHost';
import { cutTitle } from '../rest/cut';
import { isOwnStatus } from '../rest/isOwnStatus';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';
import { valuesOf } from './valuesOf';

const MAX_TEXT = 255;
/** Bitbucket tells a hundred of a commit at most. */
const MAX_PAGES = 2;

const states = {
  success: 'SUCCESSFUL',
  failure: 'FAILED',
  pending: 'INPROGRESS',
} as const;

const builds = schemas.pageOf(schemas.build);

/**
 * Builds of a commit. They can be listed by the older API only, which is answered to licensed users.
 * https://developer.atlassian.com/server/bitbucket/rest/latest/api-group-deprecated/
 *
 * @returns undefined where the credentials may not see them
 */
export async function checksOf(
  api: RestApi,
  sha: string,
  { signal }: CallOptions,
): Promise<PullRequest['checks']> {
  const found = await unlessRefused([401, 403, 404], () =>
    valuesOf(api, { path: `/${sha}`, signal }, builds, MAX_PAGES),
  );
  if (!found) return undefined;
  const others = found.filter(({ key }) => !isOwnStatus(key));
  const count = (...of: string[]) =>
    others.filter(({ state }) => of.includes(state)).length;
  return {
    passed: count('SUCCESSFUL'),
    failed: count('FAILED', 'CANCELLED'),
    pending: count('INPROGRESS', 'UNKNOWN'),
  };
}

/**
 * A build is what is a commit status elsewhere. Bitbucket demands a page that says more. Its merge
 * check "Required builds" knows builds by their parent.
 */
export async function setBuild(
  api: RestApi,
  { sha, context, state, description, url }: OwnStatus,
  { signal, defaultUrl }: CallOptions & { defaultUrl: string },
): Promise<void> {
  const json = {
    key: context,
    parent: context,
    name: context,
    state: states[state],
    description: cutTitle(description, MAX_TEXT),
    url: url ?? defaultUrl,
  };
  const path = `/commits/${sha}/builds`;
  await api.send({ method: 'POST', path, json, signal });
}
