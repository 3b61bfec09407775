import type { PullRequest } from '../GitHost';
import type { BitbucketServerPullRequest, Mergeability } from './schemas';

export function pullRequestOf(
  found: BitbucketServerPullRequest,
  told: {
    repositoryUrl: string;
    mergeability?: Mergeability;
    endedBy?: string;
    mergeCommit?: string;
    checks?: PullRequest['checks'];
  },
): PullRequest {
  const { repositoryUrl, mergeability, endedBy, mergeCommit, checks } = told;
  const { closedDate } = found;
  return {
    number: found.id,
    url: `${repositoryUrl}/pull-requests/${found.id}`,
    title: found.title,
    state: stateOf(found),
    head: found.fromRef.latestCommit,
    base: found.toRef.displayId,
    createdAt: iso(found.createdDate),
    endedBy,
    endedAt: closedDate ? iso(closedDate) : undefined,
    mergeCommit,
    isMergeable: mergeability && isMergeable(mergeability),
    checks,
    approvedBy: [...(found.reviewers ?? []), ...(found.participants ?? [])]
      .filter(({ status }) => status === 'APPROVED')
      .map(({ user }) => user.name),
  };
}

export function stateOf({
  state,
}: BitbucketServerPullRequest): PullRequest['state'] {
  if (state === 'MERGED') return 'merged';
  return state === 'OPEN' ? 'open' : 'closed';
}

/** As far as conflicts go: what merge checks say is another matter. */
function isMergeable({
  conflicted,
  outcome,
}: Mergeability): boolean | undefined {
  return outcome === 'UNKNOWN' ? undefined : !conflicted;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
