import type { GitRepository, PullRequest } from 'backstage-plugin-gitops-node';
import type { StoredPullRequest } from '../StoredPromotion';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What a pull request needs next. Pure: everything after a crash follows from the row. */
export function nextOf(
  pullRequest: StoredPullRequest,
): 'open' | 'abandon' | 'look' | 'close' | 'nothing' {
  const { state, closeComment } = pullRequest;
  switch (state) {
    case 'planned':
      return closeComment === undefined ? 'open' : 'abandon';
    case 'open':
      return closeComment === undefined ? 'look' : 'close';
    case 'closed':
      return 'look';
    default:
      return 'nothing';
  }
}

/**
 * Does what a pull request needs next, and answers what became of it. Everything that it does is found before it is made, so that it may be done again.
 *
 * @param onEffect - told before and after each effect on the host; tests end the process there
 * @throws GitHostError
 */
export async function drivePullRequest(
  row: StoredPullRequest,
  repository: GitRepository,
  options: { signal: AbortSignal; onEffect?(name: string): void },
): Promise<StoredPullRequest> {
  const { signal, onEffect = () => {} } = options;
  const { branch, base } = row;
  switch (nextOf(row)) {
    case 'open': {
      onEffect('before branch');
      const { head } = await repository.ensureBranch(
        {
          branch,
          base: { branch: base, sha: row.baseSha },
          files: row.files,
          message: row.message,
        },
        { signal },
      );
      onEffect('before pull request');
      const { pullRequest, refused } = await repository.ensurePullRequest(
        {
          branch,
          base,
          title: row.title,
          body: row.body,
          labels: row.labels,
          reviewers: row.reviewers,
        },
        { signal },
      );
      onEffect('after pull request');
      const problem =
        refused.length > 0
          ? `The Git host refused ${refused.join(', ')} of the pull request.`
          : undefined;
      return { ...seen({ ...row, head }, pullRequest), problem };
    }
    case 'abandon': {
      const found = await repository.findPullRequest(
        { branch, base },
        { signal },
      );
      if (found) return close(seen(row, found), repository, options);
      await repository.deleteBranch(branch, { signal });
      return { ...row, state: 'closed', endedAt: new Date().toISOString() };
    }
    case 'close':
      return close(row, repository, options);
    case 'look': {
      if (row.number === undefined) return row;
      const found = await repository.pullRequest(row.number, { signal });
      const after = seen(row, found);
      // Merging is done: what is left of it is swept away
      if (after.state === 'merged' && row.state === 'open')
        await repository.deleteBranch(branch, { signal }).catch(() => {});
      return after;
    }
    default:
      return row;
  }
}

async function close(
  row: StoredPullRequest,
  repository: GitRepository,
  options: { signal: AbortSignal; onEffect?(name: string): void },
): Promise<StoredPullRequest> {
  const { signal, onEffect = () => {} } = options;
  if (row.number === undefined || row.state !== 'open') return row;
  onEffect('before close');
  const closed = await repository.close(
    { number: row.number, comment: row.closeComment },
    { signal },
  );
  onEffect('after close');
  if (closed.state === 'closed')
    await repository.deleteBranch(row.branch, { signal }).catch(() => {});
  return seen(row, closed);
}

/** The row as the host shows the pull request. */
function seen(row: StoredPullRequest, found: PullRequest): StoredPullRequest {
  return {
    ...row,
    state: found.state,
    number: found.number,
    url: found.url,
    head: row.head ?? found.head,
    openedAt: row.openedAt ?? found.createdAt,
    endedAt: found.endedAt,
    endedBy: found.endedBy,
    mergeCommit: found.mergeCommit,
    problem: undefined,
    observed: {
      head: found.head,
      isMergeable: found.isMergeable,
      checks: found.checks,
      approvedBy: found.approvedBy,
    },
  };
}

/**
 * When to look again without anybody saying so: the longer nothing has happened, the less is about to, and each look costs some of what the host allows in an hour. A merge moves the
 * branch that it goes to, which is looked at every few seconds for all pull requests together; so this is for what only the pull request itself shows: reviews, checks, that it was
 * closed or opened again.
 */
export function lookAgainMs(
  { state, openedAt, endedAt }: StoredPullRequest,
  now: number,
): number | undefined {
  const ageMs = now - (Date.parse(endedAt ?? openedAt ?? '') || now);
  const between = (atLeast: number, atMost: number) =>
    Math.min(atMost, Math.max(atLeast, ageMs / 30));
  switch (state) {
    case 'planned':
      return 0;
    case 'open':
      return between(10 * SECOND_MS, 5 * MINUTE_MS);
    case 'closed':
      // Somebody may open it again
      return ageMs < 7 * DAY_MS
        ? between(5 * MINUTE_MS, 60 * MINUTE_MS)
        : undefined;
    default:
      return undefined;
  }
}
