import type { CallOptions, PullRequest } from '../GitHost';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import { failedNames, isOwnStatus } from '../rest/RestPullRequests';
import { contains } from './commits';
import * as schemas from './schemas';
import type { BitbucketServerPullRequest, Mergeability, User } from './schemas';
import { valuesOf } from './valuesOf';

type Checks = Pick<PullRequest, 'checks' | 'failedChecks'>;

/** Bitbucket tells a hundred of a commit at most. */
const MAX_BUILD_PAGES = 2;

const builds = schemas.pageOf(schemas.build);
const activities = schemas.pageOf(schemas.activity);

export function pullRequestOf(
  found: BitbucketServerPullRequest,
  told: {
    repositoryUrl: string;
    mergeability?: Mergeability;
    endedBy?: User;
    mergeCommit?: string;
    checks?: Checks;
  },
): PullRequest {
  const { repositoryUrl, mergeability, endedBy, mergeCommit, checks } = told;
  const { closedDate } = found;
  const reviews = [...(found.reviewers ?? []), ...(found.participants ?? [])];
  return {
    number: found.id,
    url: `${repositoryUrl}/pull-requests/${found.id}`,
    title: found.title,
    state: stateOf(found),
    head: found.fromRef.latestCommit,
    base: found.toRef.displayId,
    createdAt: iso(found.createdDate),
    openedBy: found.author?.user.name,
    endedBy: endedBy?.name,
    endedAt: closedDate ? iso(closedDate) : undefined,
    mergeCommit,
    isMergeable: mergeability && isMergeable(mergeability),
    ...checks,
    approvedBy: reviews
      .filter(({ status }) => status === 'APPROVED')
      .map(({ user }) => user.name),
    machines: [endedBy, ...reviews.map(({ user }) => user)].flatMap(user =>
      !user || user.type === 'NORMAL' ? [] : user.name,
    ),
  };
}

export function stateOf({
  state,
}: BitbucketServerPullRequest): PullRequest['state'] {
  if (state === 'MERGED') return 'merged';
  return state === 'OPEN' ? 'open' : 'closed';
}

/** Undefined where it has just been closed. */
export function mergeabilityOf(
  api: RestApi,
  number: number,
  { signal }: CallOptions,
): Promise<Mergeability | undefined> {
  const path = `/pull-requests/${number}/merge`;
  return unlessRefused([409], () =>
    api.json({ path, signal }, schemas.mergeability),
  );
}

/** As far as conflicts go: what merge checks say is another matter. */
function isMergeable({
  conflicted,
  outcome,
}: Mergeability): boolean | undefined {
  return outcome === 'UNKNOWN' ? undefined : !conflicted;
}

/** Who merged or declined a pull request. Only its activities tell it, newest first. */
export async function endingUser(
  api: RestApi,
  { id }: BitbucketServerPullRequest,
  { signal }: CallOptions,
): Promise<User | undefined> {
  const path = `/pull-requests/${id}/activities`;
  const found = await valuesOf(api, { path, signal }, activities, 1);
  const end = found.find(({ action }) =>
    ['MERGED', 'DECLINED'].includes(action),
  );
  return end?.user ?? undefined;
}

/**
 * The commit that brought a pull request. Bitbucket tells of none where the merge made none of its
 * own, as a fast-forward does: then the head itself is on the base branch.
 */
export async function mergeCommitOf(
  api: RestApi,
  found: BitbucketServerPullRequest,
  options: CallOptions,
): Promise<string | undefined> {
  if (stateOf(found) !== 'merged') return undefined;
  const told = found.properties?.mergeCommit?.id;
  if (told) return told;
  const commit = found.fromRef.latestCommit;
  const question = { commit, of: found.toRef.id };
  return (await contains(api, question, options)) ? commit : undefined;
}

/**
 * Builds of a commit. They can be listed by the older API only, which is answered to licensed
 * users. https://developer.atlassian.com/server/bitbucket/rest/latest/api-group-deprecated/
 *
 * @returns nothing where the credentials may not see them
 */
export async function checksOf(
  api: RestApi,
  sha: string,
  { signal }: CallOptions,
): Promise<Checks> {
  const found = await unlessRefused([401, 403, 404], () =>
    valuesOf(api, { path: `/${sha}`, signal }, builds, MAX_BUILD_PAGES),
  );
  if (!found) return {};
  const others = found.filter(({ key }) => !isOwnStatus(key));
  const having = (...of: string[]) =>
    others.filter(({ state }) => of.includes(state));
  const failed = having('FAILED', 'CANCELLED');
  return {
    checks: {
      passed: having('SUCCESSFUL').length,
      failed: failed.length,
      pending: having('INPROGRESS', 'UNKNOWN').length,
    },
    failedChecks: failedNames(failed.map(({ name, key }) => name || key)),
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
