import { ForgeError } from '../ForgeError';
import type { Route } from '../http/Route';
import { requestReview } from '../pulls/reviews';
import type { User } from '../Users';
import { pullOf } from './pulls';
import { type WriteCall, writeRoute } from './repositoryRoute';
import { reviewRequestShape } from './shapes/reviewShape';

/** Whose review is asked for. */
export const reviewRequestRoutes: Route[] = [
  writeRoute('POST', '/pulls/:index/requested_reviewers', async call => {
    const { repository, actor } = call;
    const pull = pullOf(call);
    const reviewers = reviewersOf(call);
    for (const reviewer of reviewers)
      requestReview(repository, pull, { reviewer, by: actor });
    const body = reviewers.map(user =>
      reviewRequestShape(repository, pull, user),
    );
    return { status: 201, body };
  }),

  writeRoute('DELETE', '/pulls/:index/requested_reviewers', async call => {
    const pull = pullOf(call);
    const reviewers = reviewersOf(call);
    pull.requestedReviewers = pull.requestedReviewers.filter(
      user => !reviewers.includes(user),
    );
    return { status: 204 };
  }),
];

/** All or none: one who isn't known fails the whole request, as in Gitea. */
function reviewersOf({ body, forge }: WriteCall): User[] {
  return (body.list('reviewers') ?? []).map(name => {
    const user = typeof name === 'string' && forge.users.find(name);
    if (!user) throw new ForgeError(404, `User '${name}' not exist`, null);
    return user;
  });
}
