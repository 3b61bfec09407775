import { readDiff } from '../../git/diff';
import { readCommits } from '../../git/log';
import type { HostedRepository } from '../HostedRepository';
import { comparePull, pullPatch, type Comparison } from '../pulls/compare';
import type { PullRequest } from '../pulls/PullRequest';
import { diffView } from './diffView';
import { plural, shortSha, subjectOf, time } from './format';
import { html, type Html } from './html';
import { pathOf } from './layout';
import { markdown } from './markdown';
import { mergeBox } from './mergeBox';
import {
  repositoryPage,
  type PageAnswer,
  type PageRoute,
  type RepositoryPageCall,
} from './PageRoute';
import { pullState } from './pullsPage';

export const pullRoutes: PageRoute[] = [
  repositoryPage('GET', '/pulls/:index', async call => {
    const pull = pullOf(call);
    if (/\.(diff|patch)$/.test(call.params.index))
      return { text: await pullPatch(call.repository, pull) };
    return pullPage(call, pull);
  }),
];

/** @throws ForgeError 404 */
export function pullOf({
  repository,
  params,
}: RepositoryPageCall): PullRequest {
  return repository.pulls.get(
    Number(/^(\d{1,9})(\.diff|\.patch)?$/.exec(params.index)?.[1] ?? 0),
  );
}

/** The page; with what was refused, if something was. */
export async function pullPage(
  call: RepositoryPageCall,
  pull: PullRequest,
  refused?: { status: number; message: string },
): Promise<PageAnswer> {
  const { repository } = call;
  const comparison = await comparePull(repository, pull);
  const files = await readDiff(
    repository.git.dir,
    comparison.mergeBase,
    comparison.head,
  );
  const content = html`<h1>
      <bdi>${pull.title}</bdi> <span class="number">#${pull.number}</span>
    </h1>
    ${summary(pull, comparison)}
    ${refused && html`<p class="alert" role="alert">${refused.message}.</p>`}
    <section class="card">
      <div class="head">
        <h2>Description</h2>
        <span class="muted push"
          >${pull.poster.login}, ${time(pull.createdAt)}</span
        >
      </div>
      <div class="body">
        ${pull.body
          ? markdown(pull.body)
          : html`<p class="muted">There is none.</p>`}
      </div>
    </section>
    ${await mergeBox(call, pull, comparison.head)} ${comments(pull)}
    ${await commits(repository, comparison)} ${diffView(files)}`;
  return {
    title: `${pull.title} #${pull.number}`,
    content,
    status: refused?.status,
  };
}

function summary(pull: PullRequest, { commits: shas }: Comparison): Html {
  const what = html`${plural(shas.length, 'commit')} from
    <code>${pull.headBranch}</code> into <code>${pull.baseBranch}</code>`;
  return html`<p class="under">
    ${pullState(pull)}
    ${pull.labels.map(
      label => html`<span class="state note">${label.name}</span>`,
    )}
    <span>
      ${pull.merged
        ? html`${pull.merged.by.login} merged ${what}, ${time(pull.merged.at)}`
        : html`${pull.poster.login} wants to merge ${what}`}
    </span>
  </p>`;
}

function comments(pull: PullRequest): Html | false {
  const rows = pull.comments.map(
    comment => html`<section class="card" id="issuecomment-${comment.id}">
      <div class="head">
        <strong>${comment.user.login}</strong
        ><span class="muted push">${time(comment.createdAt)}</span>
      </div>
      <div class="body">${markdown(comment.body)}</div>
    </section>`,
  );
  return html`${rows}`;
}

async function commits(
  repository: HostedRepository,
  { commits: shas }: Comparison,
): Promise<Html> {
  const rows = (await readCommits(repository.git.dir, shas)).map(
    commit => html`<li>
      <span class="main"
        ><a href="${pathOf(repository)}/commit/${commit.sha}"
          ><bdi>${subjectOf(commit.message)}</bdi></a
        ></span
      >
      <span class="muted">${commit.author.name}</span
      ><code>${shortSha(commit.sha)}</code>
      <span class="muted">${time(commit.committer.date)}</span>
    </li>`,
  );
  return html`<section class="card">
    <div class="head"><h2>Commits</h2></div>
    <ul class="rows">
      ${rows}
    </ul>
  </section>`;
}
