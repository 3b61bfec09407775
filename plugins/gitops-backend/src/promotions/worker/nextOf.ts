import { isAutomatic } from '../automatic';
import type { QueuedMerge, StoredPullRequest } from '../StoredPromotion';
import { isCleared } from '../statuses/answers';
import { mustNotMerge } from './queue';

export type Step =
  | 'open'
  | 'equip'
  | 'compare'
  | 'remake'
  | 'queue'
  | 'unqueue'
  | 'look'
  | 'close'
  | 'abandon'
  | 'deleteBranch'
  | 'nothing';

/** What a pull request needs next. Pure: everything after a crash follows from the row. */
export function nextOf(pullRequest: StoredPullRequest): Step {
  const { state, closeComment, number, refused, mergeCommit } = pullRequest;
  switch (state) {
    case 'planned':
      return closeComment === undefined ? 'open' : 'abandon';
    case 'open':
      if (closeComment !== undefined) return 'close';
      return refused === undefined ? 'equip' : nextOfOpen(pullRequest);
    case 'closed':
      // It may have been opened after all, by a replica that had been stopped
      return number === undefined ? 'abandon' : 'look';
    case 'failed':
      return 'abandon';
    case 'merged':
      return mergeCommit === undefined ? 'look' : 'deleteBranch';
    default:
      return 'nothing';
  }
}

function nextOfOpen(row: StoredPullRequest): Step {
  const { queued, update } = row;
  if (queued?.state === 'taken' && mustNotMerge(row)) return 'unqueue';
  if (update && update.step !== 'refused') return update.step;
  // Until its gates are evaluated and pass, a merge is not left to the host
  const isHeldUp = mustNotMerge(row) !== undefined;
  const isClear = isCleared(row) && !isHeldUp;
  const mayQueue = isCleared(row) || isHeldUp;
  if (queued?.state === 'wanted' && mayQueue) return 'queue';
  return queued && mayBeWantedAgain(queued) && isClear ? 'queue' : 'look';
}

/** Nobody asks again for a merge that the portal wanted, once nothing holds it up any more. */
function mayBeWantedAgain({ by, state }: QueuedMerge): boolean {
  return isAutomatic(by.ref) && (state === 'blocked' || state === 'held');
}

/** Whether the next step takes the files: they are large, and read for nothing else. */
export function needsContent(row: StoredPullRequest): boolean {
  return ['open', 'compare', 'remake'].includes(nextOf(row));
}
