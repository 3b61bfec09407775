import { totalHeader } from '../http/page';
import { ok, type Route } from '../http/Route';
import type { HostedRepository } from '../HostedRepository';
import type { Comment, PullRequest } from '../pulls/PullRequest';
import { pullOf } from './pulls';
import { repositoryRoute, writeRoute } from './repositoryRoute';
import { timestamp } from './shapes/urls';
import { userShape } from './shapes/userShape';

/** Comments of pull requests: for Gitea every pull request is an issue too. */
export const commentRoutes: Route[] = [
  repositoryRoute('GET', '/issues/:index/comments', async call => {
    const pull = pullOf(call);
    const shapes = pull.comments.map(comment =>
      commentShape(call.repository, pull, comment),
    );
    return ok(shapes, totalHeader(shapes.length));
  }),

  writeRoute(
    'POST',
    '/issues/:index/comments',
    async call => {
      const pull = pullOf(call);
      const comment = call.repository.pulls.comment(
        pull,
        call.body.requiredText('body'),
        call.actor,
      );
      return {
        status: 201,
        body: commentShape(call.repository, pull, comment),
      };
    },
    { needs: 'read' },
  ),
];

function commentShape(
  repository: HostedRepository,
  pull: PullRequest,
  comment: Comment,
) {
  const page = `${repository.htmlUrl}/pulls/${pull.number}`;
  return {
    id: comment.id,
    html_url: `${page}#issuecomment-${comment.id}`,
    pull_request_url: page,
    issue_url: '',
    user: userShape(repository.forge, comment.user),
    original_author: '',
    original_author_id: 0,
    body: comment.body,
    assets: [],
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.createdAt),
  };
}
