import { readDiff, type FileDiff } from '../../git/diff';
import { git } from '../../git/git';
import { readCommits } from '../../git/log';
import { notFound } from '../ForgeError';
import { diffView } from './diffView';
import { shortSha, subjectOf, time } from './format';
import { html } from './html';
import { pathOf } from './layout';
import { repositoryPage, type PageRoute } from './PageRoute';

export const commitRoutes: PageRoute[] = [
  repositoryPage('GET', '/commit/:sha', async ({ repository, params }) => {
    const { dir } = repository.git;
    const sha = await repository.git.resolve(params.sha);
    if (!sha) throw notFound();
    const [commit] = await readCommits(dir, [sha]);
    const from = commit.parents[0] ?? (await emptyTree(dir));
    const files: FileDiff[] = await readDiff(dir, from, sha);
    const body = commit.message.slice(subjectOf(commit.message).length).trim();
    const parents = commit.parents.map(
      parent =>
        html`<a href="${pathOf(repository)}/commit/${parent}"
          ><code>${shortSha(parent)}</code></a
        >`,
    );
    const content = html`<h1><bdi>${subjectOf(commit.message)}</bdi></h1>
      <p class="under">
        ${commit.author.name} on ${time(commit.author.date)} ·
        <code>${sha}</code> ${parents.length > 0 && [' · parent ', parents]} ·
        <a href="${pathOf(repository)}/src/commit/${sha}">Files</a>
      </p>
      ${body && html`<section class="card"><pre>${body}</pre></section>`}
      ${diffView(files)}`;
    return { title: subjectOf(commit.message), content };
  }),
];

async function emptyTree(dir: string): Promise<string> {
  const output = await git(['hash-object', '-t', 'tree', '-w', '--stdin'], {
    dir,
    input: '',
  });
  return output.toString('utf8').trim();
}
