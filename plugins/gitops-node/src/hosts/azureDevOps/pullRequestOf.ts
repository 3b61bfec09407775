import type { PullRequest } from '../GitHost';
import { branchOf } from './refs';
import type { AzurePullRequest, Identity } from './schemas';

/** "Approved with suggestions"; 10 is "approved". */
const APPROVED = 5;

export function pullRequestOf(
  found: AzurePullRequest,
  told: { repositoryUrl: string; head: string; labels?: string[] },
): PullRequest {
  const state = stateOf(found);
  return {
    number: found.pullRequestId,
    url: `${told.repositoryUrl}/pullrequest/${found.pullRequestId}`,
    title: found.title,
    state,
    head: told.head,
    base: branchOf(found.targetRefName),
    createdAt: new Date(found.creationDate).toISOString(),
    openedBy: found.createdBy?.uniqueName ?? undefined,
    endedBy:
      state === 'open' ? undefined : found.closedBy?.uniqueName ?? undefined,
    endedAt:
      state === 'open' || !found.closedDate
        ? undefined
        : new Date(found.closedDate).toISOString(),
    // While it is open, this is a trial of the merge
    mergeCommit:
      state === 'merged' ? found.lastMergeCommit?.commitId : undefined,
    isMergeable: state === 'open' ? isMergeable(found) : undefined,
    approvedBy: (found.reviewers ?? [])
      // A group has the vote of one of its members, who is named besides
      .filter(one => one.vote >= APPROVED && !one.isContainer)
      .flatMap(one => one.uniqueName ?? []),
    machines: [found.closedBy, ...(found.reviewers ?? [])].flatMap(one =>
      one && isMachine(one) ? one.uniqueName ?? [] : [],
    ),
    labels: told.labels,
  };
}

/**
 * Build services and service principals.
 * https://learn.microsoft.com/azure/devops/pipelines/process/access-tokens
 */
function isMachine({ descriptor, uniqueName }: Identity): boolean {
  return (
    /^(svc|aadsp)\./.test(descriptor ?? '') || /^Build\\/.test(uniqueName ?? '')
  );
}

export function stateOf({ status }: AzurePullRequest): PullRequest['state'] {
  if (status === 'completed') return 'merged';
  return status === 'abandoned' ? 'closed' : 'open';
}

function isMergeable({ mergeStatus }: AzurePullRequest): boolean | undefined {
  if (!mergeStatus || ['notSet', 'queued'].includes(mergeStatus))
    return undefined;
  return mergeStatus !== 'conflicts' && mergeStatus !== 'failure';
}
