import { GitHostError, GitRepository } from 'backstage-plugin-gitops-node';
import type { StoredPullRequest } from '../StoredPromotion';
import { lookAgainMs } from './lookAgain';
import { nextOf } from './nextOf';
import { isDropped, queue, unqueue, withState } from './queue';
import { DriveOptions, withObservation, withObstacle } from './observation';
import { compare, remake, withUpdate } from './update';

const HOUR_MS = 60 * 60_000;

/**
 * Takes the next step of a pull request and returns the new row. Each step looks for the result
 * before it creates it, so every step can be repeated.
 *
 * @throws GitHostError
 */
export async function drivePullRequest(
  row: StoredPullRequest,
  repository: GitRepository,
  options: DriveOptions,
): Promise<StoredPullRequest> {
  const { signal, now } = options;
  switch (nextOf(row)) {
    case 'open':
      return open(row, repository, options);
    case 'compare':
      return compare(row, repository, options);
    case 'remake':
      return remake(row, repository, options);
    case 'queue':
      return queue(row, repository, options);
    case 'unqueue':
      return unqueue(row, repository, options);
    case 'equip':
      return equip(row, repository, signal);
    case 'abandon':
      return abandon(row, repository, { signal, now });
    case 'close':
      return close(row, repository, signal);
    case 'look':
      return look(row, repository, options);
    case 'deleteBranch':
      await repository.deleteBranch(row.branch, { signal });
      return row;
    default:
      return row;
  }
}

async function open(
  row: StoredPullRequest,
  repository: GitRepository,
  { signal, holdLabel }: DriveOptions,
): Promise<StoredPullRequest> {
  const { branch, base, baseSha, files, message, title, body } = row;
  const { head } = await repository.ensureBranch(
    { branch, base: { branch: base, sha: baseSha }, files, message },
    { signal },
  );
  const { pullRequest } = await repository.ensurePullRequest(
    { branch, base, title, body },
    { signal },
  );
  return withObservation({ ...row, head }, pullRequest, holdLabel);
}

/** Adds labels and asks for reviews: by itself, so that it is done however the opening went. */
async function equip(
  row: StoredPullRequest,
  repository: GitRepository,
  signal: AbortSignal,
): Promise<StoredPullRequest> {
  const { labels, reviewers } = row;
  const number = row.number!;
  const refused: string[] = [];
  if (labels.length > 0) {
    const answer = await repository.addLabels({ number, labels }, { signal });
    refused.push(...answer.refused);
  }
  if (reviewers.length > 0) {
    const answer = await repository.requestReviewers(
      { number, reviewers },
      { signal },
    );
    refused.push(...answer.refused);
  }
  return withObstacle({ ...row, refused });
}

/** The branch of a closed pull request is kept as long as somebody may open it again. */
async function look(
  row: StoredPullRequest,
  repository: GitRepository,
  options: DriveOptions,
): Promise<StoredPullRequest> {
  const { signal, now } = options;
  const wasDropped = await isDropped(row, repository, options);
  const found = await repository.pullRequest(row.number!, { signal });
  const isOver = lookAgainMs(row, row, now + HOUR_MS) === undefined;
  if (row.state === 'closed' && found.state === 'closed' && isOver)
    await deleteBranch(row, repository, signal);
  const after = withObservation(row, found, options.holdLabel);
  return withUpdate(
    wasDropped && after.state === 'open'
      ? withState(after, { state: 'dropped' })
      : after,
  );
}

/** Closes the pull request that somebody has opened again, and deletes its branch. */
async function abandon(
  row: StoredPullRequest,
  repository: GitRepository,
  { signal, now }: { signal: AbortSignal; now: number },
): Promise<StoredPullRequest> {
  const { branch } = row;
  const found = await repository.findPullRequest({ branch }, { signal });
  if (found?.state === 'open')
    return close(withObservation(row, found), repository, signal);
  if (found) return withObservation(row, found);
  await deleteBranch(row, repository, signal);
  return row.state === 'planned'
    ? {
        ...row,
        state: 'closed',
        closeComment: undefined,
        endedAt: new Date(now).toISOString(),
      }
    : row;
}

async function close(
  row: StoredPullRequest,
  repository: GitRepository,
  signal: AbortSignal,
): Promise<StoredPullRequest> {
  const closed = await repository.close(
    { number: row.number!, comment: row.closeComment },
    { signal },
  );
  // Closing again does nothing, so a branch that could not be deleted is deleted then
  if (closed.state === 'closed') await deleteBranch(row, repository, signal);
  return withObservation(row, closed);
}

/** After this time, a host that does not permit it is no longer asked. */
async function deleteBranch(
  { branch }: StoredPullRequest,
  repository: GitRepository,
  signal: AbortSignal,
): Promise<void> {
  try {
    await repository.deleteBranch(branch, { signal });
  } catch (error) {
    if (!(error instanceof GitHostError) || error.isTemporary) throw error;
  }
}
