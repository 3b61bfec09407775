import { checkAccess } from '../access';
import { ForgeError } from '../ForgeError';
import { pageOf, totalHeader } from '../http/page';
import { ok, type Route } from '../http/Route';
import { reviewStates } from '../pulls/Review';
import { reviewNumbered, setDismissed, submitReview } from '../pulls/reviews';
import { pullOf } from './pulls';
import { repositoryRoute, type WriteCall, writeRoute } from './repositoryRoute';
import { reviewRequestShape, reviewShape } from './shapes/reviewShape';

const anyone = { needs: 'read' } as const;

export const reviewRoutes: Route[] = [
  repositoryRoute('GET', '/pulls/:index/reviews', async call => {
    const pull = pullOf(call);
    const { repository } = call;
    const { skip, limit } = pageOf(call);
    const shapes = [
      ...pull.reviews.map(review => reviewShape(repository, pull, review)),
      ...pull.requestedReviewers.map(user =>
        reviewRequestShape(repository, pull, user),
      ),
    ];
    return ok(shapes.slice(skip, skip + limit), totalHeader(shapes.length));
  }),

  repositoryRoute('GET', '/pulls/:index/reviews/:id', async call => {
    const pull = pullOf(call);
    const review = reviewNumbered(pull, Number(call.params.id));
    return ok(reviewShape(call.repository, pull, review));
  }),

  writeRoute(
    'POST',
    '/pulls/:index/reviews',
    async call => {
      const { repository, body, actor } = call;
      const pull = pullOf(call);
      const event = body.text('event') ?? '';
      const state = reviewStates.find(each => each === event);
      // Gitea would keep it as a draft, which nobody else sees
      if (!state)
        throw new ForgeError(
          422,
          `event must be one of ${reviewStates.join(', ')}, not ${event}`,
        );
      const review = submitReview(repository, pull, {
        state,
        body: body.text('body') ?? '',
        by: actor,
        commit: body.text('commit_id') || undefined,
      });
      return ok(reviewShape(repository, pull, review));
    },
    anyone,
  ),

  writeRoute(
    'DELETE',
    '/pulls/:index/reviews/:id',
    async call => {
      const pull = pullOf(call);
      const review = reviewNumbered(pull, Number(call.params.id));
      if (review.user.login !== call.actor.login)
        checkAccess(call.repository, call.actor, 'admin');
      pull.reviews.splice(pull.reviews.indexOf(review), 1);
      return { status: 204 };
    },
    anyone,
  ),

  writeRoute(
    'POST',
    '/pulls/:index/reviews/:id/dismissals',
    async call => dismiss(call, true),
    { needs: 'admin', forbidden: 'Must be repo admin' },
  ),

  writeRoute(
    'POST',
    '/pulls/:index/reviews/:id/undismissals',
    async call => dismiss(call, false),
    { needs: 'admin', forbidden: 'Must be repo admin' },
  ),
];

function dismiss(call: WriteCall, isDismissed: boolean) {
  const pull = pullOf(call);
  const review = reviewNumbered(pull, Number(call.params.id));
  setDismissed(pull, review, isDismissed);
  return ok(reviewShape(call.repository, pull, review));
}
