import type { StoredPullRequest } from '../StoredPromotion';

/** What a pull request needs next. Pure: everything after a crash follows from the row. */
export function nextOf(
  pullRequest: StoredPullRequest,
):
  | 'open'
  | 'equip'
  | 'look'
  | 'close'
  | 'abandon'
  | 'deleteBranch'
  | 'nothing' {
  const { state, closeComment, number, refused, mergeCommit } = pullRequest;
  switch (state) {
    case 'planned':
      return closeComment === undefined ? 'open' : 'abandon';
    case 'open':
      if (closeComment !== undefined) return 'close';
      return refused === undefined ? 'equip' : 'look';
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
