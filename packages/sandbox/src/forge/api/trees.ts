import { readObjects } from '../../git/objects';
import { isFullSha } from '../../git/refNames';
import { readTree } from '../../git/tree';
import { notFound } from '../ForgeError';
import { positive, totalHeader } from '../http/page';
import { ok, type Route } from '../http/Route';
import { repositoryRoute } from './repositoryRoute';

const maxEntries = 1000;

export const treeRoutes: Route[] = [
  repositoryRoute(
    'GET',
    '/git/trees/*ref',
    async ({ repository, params, query }) => {
      const { dir } = repository.git;
      const sha =
        (await repository.git.resolve(params.ref)) ??
        (await existing(dir, params.ref, 'tree'));
      if (!sha) throw notFound();
      const recursive = ['true', '1'].includes(query.get('recursive') ?? '');
      const entries = await readTree(dir, sha, { recursive });
      const page = positive(query.get('page')) ?? 1;
      const perPage = Math.min(
        maxEntries,
        positive(query.get('per_page')) ?? maxEntries,
      );
      const shown = entries.slice((page - 1) * perPage, page * perPage);
      const body = {
        sha,
        url: `${repository.apiUrl}/git/trees/${sha}`,
        tree: shown.map(({ path, mode, type, size, sha: id }) => {
          const kind = type === 'tree' ? 'trees' : 'blobs';
          return {
            path,
            mode,
            type,
            size,
            sha: id,
            url: `${repository.apiUrl}/git/${kind}/${id}`,
          };
        }),
        truncated: page * perPage < entries.length,
        page,
        total_count: entries.length,
      };
      return ok(body, totalHeader(entries.length));
    },
  ),

  repositoryRoute('GET', '/git/blobs/:sha', async ({ repository, params }) => {
    const [blob] = isFullSha(params.sha)
      ? await readObjects(repository.git.dir, [params.sha])
      : [];
    if (blob?.type !== 'blob') throw notFound();
    return ok({
      content: blob.content.toString('base64'),
      encoding: 'base64',
      url: `${repository.apiUrl}/git/blobs/${params.sha}`,
      sha: params.sha,
      size: blob.content.length,
    });
  }),
];

async function existing(
  dir: string,
  sha: string,
  type: string,
): Promise<string | undefined> {
  const [object] = isFullSha(sha) ? await readObjects(dir, [sha]) : [];
  return object?.type === type ? sha : undefined;
}
