import { checkMayEdit } from '../access';
import { ForgeError, notFound } from '../ForgeError';
import { pageOf, totalHeader } from '../http/page';
import { ok, type RepositoryCall, type Route } from '../http/Route';
import { pullPatch } from '../pulls/compare';
import type { PullRequest } from '../pulls/PullRequest';
import { labelsOf } from './labels';
import { repositoryRoute, writeRoute } from './repositoryRoute';
import { listedPullShape, pullShape } from './shapes/pullShape';

export const pullRoutes: Route[] = [
  repositoryRoute('GET', '/pulls', async call => {
    const { repository, query } = call;
    const state = query.get('state') || 'open';
    if (state !== 'open' && state !== 'closed' && state !== 'all')
      throw new ForgeError(422, `unknown state: ${state}`);
    const base = query.get('base_branch');
    const pulls = repository.pulls
      .list(state)
      .filter(pull => !base || pull.baseBranch === base);
    if (query.get('sort') === 'recentupdate')
      pulls.sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
    if (query.get('sort') === 'oldest') pulls.reverse();
    const { skip, limit } = pageOf(call);
    const shown = pulls.slice(skip, skip + limit);
    return ok(
      await Promise.all(shown.map(pull => listedPullShape(repository, pull))),
      totalHeader(pulls.length),
    );
  }),

  writeRoute(
    'POST',
    '/pulls',
    async ({ repository, actor, body }) => {
      const pull = await repository.pulls.create({
        title: body.requiredText('title'),
        body: body.text('body') ?? '',
        head: body
          .requiredText('head')
          .replace(new RegExp(`^${repository.owner}:`), ''),
        base: body.requiredText('base'),
        labels: labelsOf(repository, body.list('labels') ?? []),
        by: actor,
      });
      return { status: 201, body: await pullShape(repository, pull) };
    },
    { needs: 'read' },
  ),

  repositoryRoute('GET', '/pulls/:index', async call => {
    const pull = pullOf(call);
    if (/^\d+$/.test(call.params.index))
      return ok(await pullShape(call.repository, pull));
    return ok(await pullPatch(call.repository, pull), {
      'Content-Type': 'text/plain; charset=utf-8',
    });
  }),

  writeRoute(
    'PATCH',
    '/pulls/:index',
    async call => {
      const { repository, actor, body } = call;
      const pull = pullOf(call);
      checkMayEdit(repository, pull, actor);
      const state = body.text('state');
      if (state !== undefined && state !== 'open' && state !== 'closed')
        throw new ForgeError(422, `unknown state: ${state}`);
      const base = body.text('base');
      if (base && !repository.git.heads().has(base))
        throw new ForgeError(404, 'new base branch does not exist');
      const [title, text, labels] = [
        body.text('title'),
        body.text('body'),
        body.list('labels'),
      ];
      if (title) pull.title = title;
      if (text !== undefined) pull.body = text;
      if (base) pull.baseBranch = base;
      if (labels) pull.labels = labelsOf(repository, labels);
      if (title || text !== undefined || base || labels)
        repository.pulls.changed(pull, 'edited', actor);
      if (state) repository.pulls.setState(pull, state, actor);
      return { status: 201, body: await pullShape(repository, pull) };
    },
    // Gitea closes one of an archived repository too
    { needs: 'read', archived: null },
  ),

  // Has to be the last route: `/pulls/1/files` is not a pair of branches
  repositoryRoute(
    'GET',
    '/pulls/:base/*head',
    async ({ repository, params }) => {
      const pull = repository.pulls.find(params.base, params.head);
      if (!pull) throw notFound();
      return ok(await pullShape(repository, pull));
    },
  ),
];

/** The pull request that a path names, by its number or `<number>.diff`. @throws ForgeError 404 */
export function pullOf({ repository, params }: RepositoryCall): PullRequest {
  return repository.pulls.get(
    Number(/^(\d+)(\.diff|\.patch)?$/.exec(params.index)?.[1] ?? 0),
  );
}
