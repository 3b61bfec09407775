import type { PullRequest } from '../GitHost';
import type { Account, BitbucketPullRequest } from './schemas';

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
    endedBy: isOpen ? undefined : nameOf(found.closed_by),
    // Bitbucket doesn't tell when it was closed. A comment that is written later counts as a change too
    endedAt: isOpen ? undefined : new Date(found.updated_on).toISOString(),
    mergeCommit,
    checks,
    approvedBy: found.participants
      ?.filter(({ approved }) => approved)
      .flatMap(({ user }) => nameOf(user) ?? []),
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
