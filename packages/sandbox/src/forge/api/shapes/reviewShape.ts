import { canDo } from '../../access';
import type { HostedRepository } from '../../HostedRepository';
import type { PullRequest } from '../../pulls/PullRequest';
import type { Review } from '../../pulls/Review';
import { isStale } from '../../pulls/reviews';
import type { User } from '../../Users';
import { timestamp } from './urls';
import { userShape } from './userShape';

/** A review as Gitea tells it. */
export function reviewShape(
  repository: HostedRepository,
  pull: PullRequest,
  review: Review,
) {
  return {
    ...common(repository, pull, { id: review.id, user: review.user }),
    state: review.state,
    body: review.body,
    commit_id: review.commit,
    stale: isStale(pull, review),
    official: review.isOfficial,
    dismissed: review.isDismissed,
    submitted_at: timestamp(review.submittedAt),
    updated_at: timestamp(review.submittedAt),
  };
}

/** For Gitea a review that is asked for is one too. */
export function reviewRequestShape(
  repository: HostedRepository,
  pull: PullRequest,
  user: User,
) {
  return {
    // Beyond the numbers of reviews, and the same each time
    id: 1_000_000 + pull.number * 1000 + user.id,
    ...common(repository, pull, { user }),
    state: 'REQUEST_REVIEW',
    body: '',
    commit_id: '',
    stale: false,
    official: canDo(repository, user, 'write'),
    dismissed: false,
    submitted_at: timestamp(pull.updatedAt),
    updated_at: timestamp(pull.updatedAt),
  };
}

function common(
  repository: HostedRepository,
  pull: PullRequest,
  { id, user }: { id?: number; user: User },
) {
  const page = `${repository.htmlUrl}/pulls/${pull.number}`;
  return {
    ...(id === undefined ? {} : { id }),
    user: userShape(repository.forge, user),
    team: null,
    comments_count: 0,
    html_url: id === undefined ? page : `${page}#pullrequestreview-${id}`,
    pull_request_url: page,
  };
}
