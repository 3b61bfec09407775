import { statusStates, type CommitStatus } from '../CommitStatuses';
import { ForgeError, notFound } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import { pageOf, totalHeader } from '../http/page';
import { ok, type RepositoryCall, type Route } from '../http/Route';
import { repositoryRoute, writeRoute } from './repositoryRoute';
import { repositoryShape } from './shapes/repositoryShape';
import { timestamp } from './shapes/urls';
import { userShape } from './shapes/userShape';

export const statusRoutes: Route[] = [
  repositoryRoute('GET', '/commits/:ref/status', combined),
  repositoryRoute('GET', '/commits/:ref/statuses', list),
  repositoryRoute('GET', '/statuses/:ref', list),

  writeRoute(
    'POST',
    '/statuses/:ref',
    async ({ repository, actor, params, body }) => {
      const commit = await repository.git.resolve(params.ref);
      if (!commit) throw notFound();
      const wanted = body.requiredText('state');
      const state = statusStates.find(each => each === wanted);
      if (!state) throw new ForgeError(422, `unknown state: ${wanted}`);
      const added = repository.statuses.add(commit, {
        state,
        context: body.text('context') || 'default',
        description: body.text('description') ?? '',
        targetUrl: body.text('target_url') ?? '',
        creator: actor,
        createdAt: repository.forge.now(),
      });
      return { status: 201, body: statusShape(repository, commit, added) };
    },
    { archived: null },
  ),
];

async function combined({ repository, params, actor }: RepositoryCall) {
  const sha = await repository.git.resolve(params.ref);
  if (!sha) throw notFound();
  const latest = repository.statuses.latest(sha);
  const body = {
    state: repository.statuses.combined(sha),
    sha,
    total_count: latest.length,
    statuses: latest.length
      ? latest.map(status => statusShape(repository, sha, status))
      : null,
    repository: repositoryShape(repository, actor ?? null),
    commit_url: `${repository.apiUrl}/commits/${sha}`,
    url: `${repository.apiUrl}/commits/${sha}/status`,
  };
  return ok(body, totalHeader(latest.length));
}

async function list(call: RepositoryCall) {
  const { repository, params } = call;
  const sha = await repository.git.resolve(params.ref);
  if (!sha) throw notFound();
  const all = repository.statuses.all(sha);
  const { skip, limit } = pageOf(call);
  const shapes = all
    .slice(skip, skip + limit)
    .map(status => statusShape(repository, sha, status));
  return ok(shapes, totalHeader(all.length));
}

function statusShape(
  repository: HostedRepository,
  commit: string,
  status: CommitStatus,
) {
  return {
    id: status.id,
    status: status.state,
    target_url: status.targetUrl,
    description: status.description,
    url: `${repository.apiUrl}/statuses/${commit}`,
    context: status.context,
    creator: userShape(repository.forge, status.creator),
    created_at: timestamp(status.createdAt),
    updated_at: timestamp(status.createdAt),
  };
}
