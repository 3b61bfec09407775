import { canDo, checkNotArchived } from '../access';
import { ForgeError, notFound } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import type { User } from '../Users';
import type { PullRequest } from './PullRequest';
import type { Review, ReviewState } from './Review';

/**
 * @throws ForgeError 422 for one's own pull request, a closed one, or a missing text; 423 where
 *   archived
 */
export function submitReview(
  repository: HostedRepository,
  pull: PullRequest,
  given: { state: ReviewState; body: string; by: User; commit?: string },
): Review {
  const { state, body, by, commit = pull.headSha } = given;
  checkNotArchived(repository);
  if (pull.poster.login === by.login && state !== 'COMMENT') {
    const verb = state === 'APPROVED' ? 'approve' : 'reject';
    throw new ForgeError(422, `${verb} your own pull is not allowed`);
  }
  if (state !== 'APPROVED' && body.trim() === '')
    throw new ForgeError(422, `review event ${state} requires a body`);
  if (pull.state === 'closed')
    throw new ForgeError(
      422,
      "can't submit review for a closed or merged pull request",
    );
  const review: Review = {
    id: repository.pulls.nextReviewId(),
    user: by,
    state,
    body,
    commit,
    submittedAt: repository.forge.now(),
    isOfficial: canDo(repository, by, 'write'),
    isDismissed: false,
  };
  pull.reviews.push(review);
  pull.requestedReviewers = pull.requestedReviewers.filter(
    ({ login }) => login !== by.login,
  );
  pull.updatedAt = review.submittedAt;
  repository.webhooks.review(pull, review);
  return review;
}

/** @throws ForgeError 403 for one that says neither yes nor no, or of a closed pull request */
export function setDismissed(
  pull: PullRequest,
  review: Review,
  isDismissed: boolean,
): void {
  if (review.state === 'COMMENT')
    throw new ForgeError(
      403,
      "not need to dismiss this review because it's type is not Approve or change request",
    );
  if (pull.state === 'closed')
    throw new ForgeError(
      403,
      "can't dismiss a review associated to a closed or merged PR",
    );
  review.isDismissed = isDismissed;
}

/** @throws ForgeError 404 */
export function reviewNumbered(pull: PullRequest, id: number): Review {
  const review = pull.reviews.find(each => each.id === id);
  if (!review) throw notFound();
  return review;
}

/** Whether its head has moved since; Gitea calls that stale. */
export function isStale(pull: PullRequest, review: Review): boolean {
  return review.state !== 'COMMENT' && review.commit !== pull.headSha;
}

/** The last yes or no of each person that counts */
export function verdictsOf(pull: PullRequest): Review[] {
  const counting = pull.reviews.filter(
    ({ state, isOfficial, isDismissed }) =>
      state !== 'COMMENT' && isOfficial && !isDismissed,
  );
  const last = new Map(counting.map(review => [review.user.login, review]));
  return [...last.values()];
}

/** @throws ForgeError 422 for its author, 403 for a closed one */
export function requestReview(
  repository: HostedRepository,
  pull: PullRequest,
  request: { reviewer: User; by: User },
): void {
  const { reviewer, by } = request;
  if (pull.state === 'closed')
    throw new ForgeError(
      403,
      "can't request review for a closed or merged pull request",
    );
  if (reviewer.login === pull.poster.login)
    throw new ForgeError(
      422,
      `poster of pr can't be reviewer [user_id: ${reviewer.id}, repo_id: ${repository.settings.id}]`,
    );
  if (pull.requestedReviewers.includes(reviewer)) return;
  pull.requestedReviewers.push(reviewer);
  pull.updatedAt = repository.forge.now();
  repository.webhooks.pullRequest('review_requested', pull, by);
}
