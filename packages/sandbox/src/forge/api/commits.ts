import { readChanges } from '../../git/changes';
import { countCommits, listCommits, readCommits } from '../../git/log';
import { ForgeError, notFound } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import { pageOf, totalHeader } from '../http/page';
import { ok, type Route } from '../http/Route';
import { compareCommits } from '../pulls/compare';
import { repositoryRoute } from './repositoryRoute';
import { commitShape } from './shapes/commitShape';

const PATH_PAGE = 50;

export const commitRoutes: Route[] = [
  repositoryRoute('GET', '/commits', async call => {
    const { repository, query } = call;
    if (repository.git.heads().size === 0)
      throw new ForgeError(409, 'Git Repository is empty.');
    const to = await repository.git.resolve(
      query.get('sha') || repository.defaultBranch,
    );
    const path = query.get('path') || undefined;
    // Of a path it asks Git without a look before
    if (!to && path)
      throw new ForgeError(
        500,
        `exit status 128 - fatal: bad revision '${query.get('sha')}'`,
      );
    if (!to) throw notFound();
    const { dir } = repository.git;
    const range = { to, path };
    const total = await countCommits(dir, range);
    // Gitea answers so for a path that no commit touched
    if (total === 0) throw notFound();
    const { page, ...asked } = pageOf(call);
    // Of a path, pages have fifty commits whatever the limit
    const shas = await listCommits(
      dir,
      range,
      path ? { skip: (page - 1) * PATH_PAGE, limit: PATH_PAGE } : asked,
    );
    const options = {
      withStats: query.get('stat') !== 'false',
      withFiles: query.get('files') !== 'false',
    };
    return ok(
      await commitShapes(repository, shas, options),
      totalHeader(total),
    );
  }),

  repositoryRoute(
    'GET',
    '/git/commits/*ref',
    async ({ repository, params }) => {
      const sha = await repository.git.resolve(params.ref);
      if (!sha) throw notFound();
      const [shape] = await commitShapes(repository, [sha], {
        withStats: true,
      });
      return ok(shape);
    },
  ),

  repositoryRoute(
    'GET',
    '/compare/*basehead',
    async ({ repository, params }) => {
      const [baseName, headName] = params.basehead.split(/\.{2,3}/);
      const base = await repository.git.resolve(
        baseName || repository.defaultBranch,
      );
      const head = await repository.git.resolve(
        headName || repository.defaultBranch,
      );
      if (!base || !head) throw notFound();
      const { commits } = await compareCommits(repository, base, head);
      const shapes = await commitShapes(repository, [...commits].reverse(), {
        withStats: true,
      });
      return ok({ total_commits: shapes.length, commits: shapes });
    },
  ),
];

/** Commits with the files that each changed against its first parent. */
export async function commitShapes(
  repository: HostedRepository,
  shas: readonly string[],
  options: { withStats: boolean; withFiles?: boolean },
) {
  const { dir } = repository.git;
  const commits = await readCommits(dir, shas);
  const pairs = commits.map(({ sha, parents }) => [sha, parents[0]] as const);
  const { withStats, withFiles = true } = options;
  const changes =
    withStats || withFiles ? await readChanges(dir, pairs) : new Map();
  return commits.map(commit => {
    const shape = commitShape(repository, commit, {
      files: changes.get(commit.sha),
      withStats,
    });
    return withFiles ? shape : { ...shape, files: null };
  });
}
