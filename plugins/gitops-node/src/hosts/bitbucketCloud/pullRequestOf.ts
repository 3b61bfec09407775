import type { CallOptions, PullRequest } from '../GitHost';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import { failedNames, isOwnStatus } from '../rest/RestPullRequests';
import * as schemas from './schemas';
import type { Account, BitbucketPullRequest } from './schemas';
import { valuesOf } from './valuesOf';

type Checks = Pick<PullRequest, 'checks' | 'failedChecks'>;

/** Of builds. */
const MAX_PAGES = 10;

export function pullRequestOf(
  found: BitbucketPullRequest,
  told: {
    repositoryUrl: string;
    /** In full: what Bitbucket tells with the pull request are the first digits */
    head: string;
    mergeCommit?: string;
    checks?: Checks;
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
    ...checks,
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

/** Nothing where the credentials may not see them. */
export async function checksOf(
  api: RestApi,
  number: number,
  { signal }: CallOptions,
): Promise<Checks> {
  const path = `/pullrequests/${number}/statuses`;
  const found = await unlessRefused([401, 403, 404], () =>
    valuesOf(api, { path, signal }, schemas.statuses, MAX_PAGES),
  );
  if (!found) return {};
  const others = found.filter(({ key }) => !isOwnStatus(key));
  const having = (...states: string[]) =>
    others.filter(({ state }) => states.includes(state));
  const failed = having('FAILED', 'STOPPED');
  return {
    checks: {
      passed: having('SUCCESSFUL').length,
      failed: failed.length,
      pending: having('INPROGRESS').length,
    },
    failedChecks: failedNames(failed.map(({ name, key }) => name || key)),
  };
}
