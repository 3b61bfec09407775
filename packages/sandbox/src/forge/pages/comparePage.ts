import { readDiff } from '../../git/diff';
import { listCommits, readCommits } from '../../git/log';
import { notFound } from '../ForgeError';
import { diffView } from './diffView';
import { plural, shortSha, subjectOf, time } from './format';
import { html } from './html';
import { pathOf } from './layout';
import { repositoryPage, type PageRoute } from './PageRoute';

/** What one commit has and another has not. */
export const compareRoutes: PageRoute[] = [
  repositoryPage('GET', '/compare/:range', async ({ repository, params }) => {
    const { git } = repository;
    const [from, to] = await Promise.all(
      params.range.split('...').map(name => git.resolve(name)),
    );
    if (!from || !to) throw notFound();
    const shas = await listCommits(git.dir, { from, to });
    const commits = await readCommits(git.dir, shas);
    const title = `${shortSha(from)}...${shortSha(to)}`;
    const content = html`<h1>${title}</h1>
      <p class="under">${plural(commits.length, 'commit')}</p>
      <ul>
        ${commits.map(
          ({ sha, message, author }) => html`<li>
            <a href="${pathOf(repository)}/commit/${sha}"
              ><bdi>${subjectOf(message)}</bdi></a
            >
            <span class="muted">${author.name} on ${time(author.date)}</span>
          </li>`,
        )}
      </ul>
      ${diffView(await readDiff(git.dir, from, to))}`;
    return { title, content };
  }),
];
