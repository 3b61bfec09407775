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
    openedBy: found.createdBy?.uniqueName || undefined,
    endedBy:
      state === 'open' ? undefined : found.closedBy?.uniqueName || undefined,
    endedAt:
      state === 'open' || !found.closedDate
        ? undefined
        : new Date(found.closedDate).toISOString(),
    // While it is open, this is a trial of the merge
    mergeCommit:
      state === 'merged' ? found.lastMergeCommit?.commitId : undefined,
    isMergeable: state === 'open' ? isMergeable(found) : undefined,
    approvedBy: (found.reviewers ?? [])
      // A group has the vote of one of its members, who is also listed
      .filter(one => one.vote >= APPROVED && !one.isContainer)
      .flatMap(nameOf),
    machines: [found.closedBy, ...(found.reviewers ?? [])].flatMap(one =>
      one && !isPerson(one) ? nameOf(one) : [],
    ),
    labels: told.labels,
  };
}

/** Empty for some build services. */
function nameOf({ uniqueName }: Identity): string[] {
  return uniqueName ? [uniqueName] : [];
}

/**
 * Accounts of Microsoft Entra, of Microsoft, of GitHub and of Windows are people's; others are build
 * services (`svc`), service principals (`aadsp`) and more.
 * https://learn.microsoft.com/azure/devops/pipelines/process/access-tokens
 */
function isPerson({ descriptor, _links }: Identity): boolean {
  const shown = descriptor ?? _links?.avatar?.href.split('/').at(-1) ?? '';
  return /^(aad|msa|ghb|win)\./.test(shown);
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
