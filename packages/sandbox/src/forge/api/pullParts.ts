import { pageOf, totalHeader } from '../http/page';
import { ok, type Route } from '../http/Route';
import { comparePull } from '../pulls/compare';
import { commitShapes } from './commits';
import { pullOf } from './pulls';
import { repositoryRoute } from './repositoryRoute';
import { encodePath } from './shapes/urls';

/** What a pull request consists of. */
export const pullPartRoutes: Route[] = [
  repositoryRoute('GET', '/pulls/:index/files', async call => {
    const { repository } = call;
    const { files, head } = await comparePull(repository, pullOf(call));
    const { skip, limit } = pageOf(call);
    const shapes = files.slice(skip, skip + limit).map(file => ({
      filename: file.path,
      ...(file.previousPath ? { previous_filename: file.previousPath } : {}),
      status: file.status === 'modified' ? 'changed' : file.status,
      additions: file.additions,
      deletions: file.deletions,
      changes: file.additions + file.deletions,
      html_url: `${repository.htmlUrl}/src/commit/${head}/${encodePath(
        file.path,
      )}`,
      contents_url: `${repository.apiUrl}/contents/${encodePath(
        file.path,
      )}?ref=${head}`,
      raw_url: `${repository.htmlUrl}/raw/commit/${head}/${encodePath(
        file.path,
      )}`,
    }));
    return ok(shapes, totalHeader(files.length));
  }),

  repositoryRoute('GET', '/pulls/:index/commits', async call => {
    const { commits } = await comparePull(call.repository, pullOf(call));
    const { skip, limit } = pageOf(call);
    const shown = [...commits].reverse().slice(skip, skip + limit);
    return ok(
      await commitShapes(call.repository, shown, { withStats: true }),
      totalHeader(commits.length),
    );
  }),
];
