import { lastCommits } from '../../git/lastCommits';
import { readObjects } from '../../git/objects';
import { isFilePath } from '../../git/refNames';
import { readTree } from '../../git/tree';
import { ForgeError, notFound } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import { ok, type RepositoryCall, type Route } from '../http/Route';
import { repositoryRoute } from './repositoryRoute';
import { contentShape } from './shapes/contentShape';

export const contentRoutes: Route[] = [
  repositoryRoute('GET', '/contents', async call => contents(call, '')),
  repositoryRoute('GET', '/contents/*path', async call =>
    contents(call, call.params.path.replace(/^\/+|\/+$/g, '')),
  ),

  repositoryRoute(
    'GET',
    '/raw/*path',
    async ({ repository, query, params }) => {
      const commit = await repository.git.resolve(
        query.get('ref') || repository.defaultBranch,
      );
      const [entry] =
        commit && isFilePath(params.path)
          ? await treeAt(repository, commit, params.path)
          : [];
      if (entry?.type !== 'blob') throw notFound();
      const [object] = await readObjects(repository.git.dir, [entry.sha]);
      return ok(object?.content, {
        'Content-Type': 'application/octet-stream',
      });
    },
  ),
];

async function contents({ repository, query }: RepositoryCall, path: string) {
  const ref = query.get('ref') || repository.defaultBranch;
  const commit = await repository.git.resolve(ref);
  if (!commit) throw notFound();
  const shapes = await contentShapes(repository, { ref, commit, path });
  if (!shapes)
    throw new ForgeError(404, 'GetContentsOrList', [
      `object does not exist [id: , rel_path: ${path}]`,
    ]);
  return ok(shapes);
}

/** A file, or the entries of a directory; undefined where there is neither. */
export async function contentShapes(
  repository: HostedRepository,
  { ref, commit, path }: { ref: string; commit: string; path: string },
) {
  const { dir } = repository.git;
  if (path !== '' && !isFilePath(path)) return undefined;
  const [entry] = path === '' ? [] : await treeAt(repository, commit, path);
  if (path !== '' && !entry) return undefined;
  const isDirectory = path === '' || entry.type === 'tree';
  const entries = isDirectory
    ? await treeAt(repository, commit, path && `${path}/`)
    : [entry];
  const commits = await lastCommits(dir, commit, path, entries);
  const shapeOf = async (each: typeof entry) => {
    const content = isDirectory
      ? undefined
      : (await readObjects(dir, [each.sha]))[0]?.content;
    return contentShape(repository, each, {
      ref,
      lastCommit: commits.get(each.path)!,
      content,
    });
  };
  return isDirectory ? Promise.all(entries.map(shapeOf)) : shapeOf(entry);
}

/** One entry; with a trailing slash, or no path, those within */
function treeAt(repository: HostedRepository, commit: string, path: string) {
  return readTree(
    repository.git.dir,
    commit,
    path === '' ? {} : { paths: [path] },
  );
}
