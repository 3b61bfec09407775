import { ForgeError } from '../ForgeError';
import type { PullRequest } from './PullRequest';
import { verdictsOf } from './reviews';

/** What a branch asks of a pull request before it is merged. */
export interface BranchProtection {
  readonly branch: string;
  /** Shown, and not enforced: see the known limits */
  enablePush: boolean;
  requiredApprovals: number;
  /** Whether one who requests changes stops it */
  blockOnRejectedReviews: boolean;
  /** Whether an approval ends when the head moves */
  dismissStaleApprovals: boolean;
  readonly createdAt: Date;
  updatedAt: Date;
}

/** @throws ForgeError 405 while a requirement is not met, with Gitea's message */
export function checkProtection(
  protection: BranchProtection | undefined,
  pull: PullRequest,
): void {
  if (!protection) return;
  const verdicts = verdictsOf(pull);
  const approvals = verdicts.filter(({ state }) => state === 'APPROVED');
  if (approvals.length < protection.requiredApprovals)
    throw new ForgeError(405, 'Does not have enough approvals');
  if (
    protection.blockOnRejectedReviews &&
    verdicts.some(({ state }) => state === 'REQUEST_CHANGES')
  )
    throw new ForgeError(405, 'There are requested changes');
}

/** Ends the approvals of an older head, where the branch is protected so. */
export function dismissStale(
  protection: BranchProtection | undefined,
  pull: PullRequest,
): void {
  if (!protection?.dismissStaleApprovals) return;
  for (const review of pull.reviews)
    if (review.state === 'APPROVED' && review.commit !== pull.headSha)
      review.isDismissed = true;
}
