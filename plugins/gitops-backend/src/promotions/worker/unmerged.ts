import type { MergeAnswer } from 'backstage-plugin-gitops-node';
import type { MergeSettings } from '../../environments/PromotionSettings';
import type { Person, StoredPullRequest } from '../StoredPromotion';
import { isCleared } from '../statuses/answers';
import { isBehind } from './update';

/**
 * What is done instead of a merge that is not possible now: it is left to the host, at once or when
 * its gates pass, and its branch is brought up to date. Pure.
 *
 * @param row - as the host showed it after that
 */
export function unmerged(
  row: StoredPullRequest,
  answer: Extract<MergeAnswer, { merged: false }>,
  { by, method, whenReady }: MergeSettings & { by: Person },
): StoredPullRequest {
  const isToBeUpdated = !answer.isHeld && row.state === 'open' && isBehind(row);
  const mayBecomeReady =
    row.state === 'open' &&
    !answer.isHeld &&
    (isToBeUpdated || !isCleared(row));
  const isLeft = answer.isQueued || (whenReady && mayBecomeReady);
  return {
    ...row,
    ...(isToBeUpdated && { update: { step: 'compare' } }),
    ...(isLeft && {
      queued: { by, method, state: answer.isQueued ? 'taken' : 'wanted' },
    }),
  };
}
