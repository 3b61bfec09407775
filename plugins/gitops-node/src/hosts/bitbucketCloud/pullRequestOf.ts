import type { CallOptions, PullRequest } from '../GitHost';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import { isOwnStatus } from '../rest/RestPullRequests';
import * as schemas from './schemas';
import type { Account, BitbucketPullRequest } from './schemas';
import { valuesOf } from './valuesOf';

/** Of builds. */
const MAX_PAGES = 10;

export function pullRequestOf(
  found: BitbucketPullRequest,
  told: {
    repositoryUrl: string;
    /** In full: what Bitbucket tells with the pull request are the first digits */
    head: string;
    mergeCommit?: string;
    checks?: PullRequest['checks'];
  },
): PullRequest {
  const { repositoryUrl, head, mergeCommit, checks } = told;
  const state = stateOf(found);
  const isOpen = state === 'open';
  return {
    number: found.id,
    url: `${repositoryUrl}/pull-requests/${found.id}`,
    title: found.title,
    state,
    head,
    base: found.destination.branch.name,
    createdAt: new Date(found.created_on).toISOString(),
    openedBy: nameOf(found.author),
    endedBy: isOpen ? undefined : nameOf(found.closed_by),
    // Bitbucket doesn't tell when it was closed. A comment that is written later counts as a change
    // too
    endedAt: isOpen ? undefined : new Date(found.updated_on).toISOString(),
    mergeCommit,
    checks,
    approvedBy: found.participants
      ?.filter(({ approved }) => approved)
      .flatMap(({ user }) => nameOf(user) ?? []),
    machines: [
      found.closed_by,
      ...(found.participants ?? []).map(({ user }) => user),
    ].flatMap(one => (one?.type === 'user' ? [] : nameOf(one) ?? [])),
  };
}

/** One that was superseded was replaced by another. */
export function stateOf({ state }: BitbucketPullRequest): PullRequest['state'] {
  if (state === 'MERGED') return 'merged';
  return state === 'OPEN' ? 'open' : 'closed';
}

function nameOf(account: Account | null | undefined): string | undefined {
  return account?.nickname ?? account?.display_name ?? undefined;
}

/** Undefined where the credentials may not see them. */
export async function checksOf(
  api: RestApi,
  number: number,
  { signal }: CallOptions,
): Promise<PullRequest['checks']> {
  const path = `/pullrequests/${number}/statuses`;
  const found = await unlessRefused([401, 403, 404], () =>
    valuesOf(api, { path, signal }, schemas.statuses, MAX_PAGES),
  );
  if (!found) return undefined;
  const others = found.filter(({ key }) => !isOwnStatus(key));
  const count = (...states: string[]) =>
    others.filter(({ state }) => states.includes(state)).length;
  return {
    passed: count('SUCCESSFUL'),
    failed: count('FAILED', 'STOPPED'),
    pending: count('INPROGRESS'),
  };
}
