import { lastCommits } from '../../git/lastCommits';
import { listCommits, readCommits } from '../../git/log';
import { readTree } from '../../git/tree';
import type { HostedRepository } from '../HostedRepository';
import { shortSha, subjectOf, time } from './format';
import { html, type Html } from './html';
import { encodePath } from '../api/shapes/urls';
import { pathOf } from './layout';
import { repositoryPage, type PageRoute } from './PageRoute';
import type { Place } from './splitRef';

const commitsShown = 10;
const branchesShown = 12;

export const repositoryRoutes: PageRoute[] = [
  repositoryPage('GET', '', async ({ repository }) => {
    const { defaultBranch } = repository;
    const commit = await repository.head(defaultBranch);
    const title = `${repository.owner}/${repository.name}`;
    const heading = html`<h1>${title}</h1>
      ${repository.archivedAt &&
      html`<p class="alert">It is archived: it takes no changes.</p>`}
      <p class="under"><code>git clone ${repository.url}</code></p>`;
    if (!commit)
      return {
        title,
        content: [heading, html`<p>It is empty: nothing was pushed yet.</p>`],
      };
    const place = { ref: `branch/${defaultBranch}`, commit, path: '' };
    return {
      title,
      content: [
        heading,
        branchList(repository),
        await directory(repository, place),
        await commitList(repository, commit),
      ],
    };
  }),
  // Backstage's links to edit a file; here files are only looked at
  {
    method: 'GET',
    path: '/:owner/:repo/_edit/*place',
    answer: async ({ params }) => ({
      redirect: `/${params.owner}/${params.repo}/src/branch/${encodePath(
        params.place,
      )}`,
    }),
  },
];

function branchList(repository: HostedRepository): Html {
  const names = [...repository.git.heads().keys()];
  const others = names.filter(name => name !== repository.defaultBranch);
  const shown = [repository.defaultBranch, ...others].slice(0, branchesShown);
  const links = shown.map(name => {
    const href = `${pathOf(repository)}/src/branch/${encodePath(name)}`;
    return html`<a href="${href}">${name}</a>`;
  });
  const rest = names.length - shown.length;
  return html`<p class="under">
    Branches: ${links} ${rest > 0 && `and ${rest} more`}
  </p>`;
}

/** Entries of a directory with the last commit of each. */
export async function directory(
  repository: HostedRepository,
  place: Place,
): Promise<Html> {
  const { dir } = repository.git;
  const paths = place.path ? { paths: [`${place.path}/`] } : {};
  const entries = await readTree(dir, place.commit, paths);
  const sorted = [...entries].sort(
    (a, b) => Number(b.type === 'tree') - Number(a.type === 'tree'),
  );
  const commits = await lastCommits(dir, place.commit, place.path, entries);
  const rows = sorted.map(entry => {
    const commit = commits.get(entry.path)!;
    const name = entry.path.slice(place.path ? place.path.length + 1 : 0);
    return html`<li>
      <span class="main"
        ><a
          href="${pathOf(repository)}/src/${encodePath(place.ref)}/${encodePath(
            entry.path,
          )}"
          >${name}${entry.type === 'tree' && '/'}</a
        ></span
      >
      <a class="muted" href="${pathOf(repository)}/commit/${commit.sha}"
        >${subjectOf(commit.message).slice(0, 80)}</a
      >
      <span class="muted">${time(commit.committer.date)}</span>
    </li>`;
  });
  return html`<div class="card">
    <ul class="rows">
      ${rows}
    </ul>
  </div>`;
}

async function commitList(
  repository: HostedRepository,
  head: string,
): Promise<Html> {
  const { dir } = repository.git;
  const commits = await readCommits(
    dir,
    await listCommits(dir, { to: head }, { limit: commitsShown }),
  );
  const rows = commits.map(
    commit => html`<li>
      <span class="main"
        ><a href="${pathOf(repository)}/commit/${commit.sha}"
          ><bdi>${subjectOf(commit.message)}</bdi></a
        ></span
      >
      <span class="muted">${commit.author.name}</span>
      <code>${shortSha(commit.sha)}</code>
      <span class="muted">${time(commit.committer.date)}</span>
    </li>`,
  );
  return html`<section class="card">
    <div class="head"><h2>Last commits</h2></div>
    <ul class="rows">
      ${rows}
    </ul>
  </section>`;
}
