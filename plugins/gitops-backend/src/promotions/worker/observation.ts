import type { PullRequest } from 'backstage-plugin-gitops-node';
import { nameInCauses } from '../automatic';
import type { StoredPullRequest } from '../StoredPromotion';

export interface DriveOptions {
  signal: AbortSignal;
  /** In milliseconds since the epoch */
  now: number;
  /** The label that keeps a pull request from being merged */
  holdLabel?: string;
  /** Evaluates all gates of a pull request now */
  evaluate(row: StoredPullRequest): Promise<StoredPullRequest>;
}

/** The row as the host shows the pull request. */
export function withObservation(
  row: StoredPullRequest,
  found: PullRequest,
  holdLabel?: string,
): StoredPullRequest {
  const isMerged = found.state === 'merged';
  const isClosed = found.state === 'closed';
  const hold = holdLabel?.toLowerCase();
  // Some hosts don't tell who approved what is merged
  const reviewed =
    isMerged && row.observed?.head === found.head ? row.observed : undefined;
  return withObstacle({
    ...row,
    state: found.state,
    number: found.number,
    url: found.url,
    openedAt: row.openedAt ?? found.createdAt,
    endedAt: found.endedAt,
    // The host knows the portal's account only
    endedBy:
      isMerged && row.mergingBy ? nameInCauses(row.mergingBy) : found.endedBy,
    mergeCommit: found.mergeCommit,
    mergingBy: undefined,
    // Closing ends these: somebody who opens it again has to ask again
    queued: isClosed ? undefined : row.queued,
    update: isClosed ? undefined : row.update,
    // Somebody who opens it again after that wants it open
    closeComment: found.state === 'open' ? row.closeComment : undefined,
    observed: {
      head: found.head,
      base: found.base,
      isMergeable: found.isMergeable,
      checks: found.checks,
      failedChecks: found.failedChecks,
      approvedBy: found.approvedBy ?? reviewed?.approvedBy,
      openedBy: found.openedBy,
      endedBy: found.endedBy,
      machines: unionOf(found.machines, reviewed?.machines),
      isOutdated: found.isOutdated,
      holdLabel: found.labels?.find(label => label.toLowerCase() === hold),
    },
  });
}

/** With what the host refused when it was equipped. */
export function withObstacle(row: StoredPullRequest): StoredPullRequest {
  const { refused = [] } = row;
  return {
    ...row,
    obstacle:
      refused.length > 0
        ? { code: 'partsRefused', params: { parts: [...refused] } }
        : undefined,
  };
}

function unionOf(
  one: readonly string[] = [],
  other: readonly string[] = [],
): string[] | undefined {
  const all = [...new Set([...one, ...other])];
  return all.length > 0 ? all : undefined;
}
