import type { PullRequest } from '../pulls/PullRequest';
import { time } from './format';
import { html, type Html } from './html';
import { pathOf } from './layout';
import { repositoryPage, type PageRoute } from './PageRoute';

export const pullsRoutes: PageRoute[] = [
  repositoryPage('GET', '/pulls', async ({ repository, query }) => {
    const state = query.get('state') === 'closed' ? 'closed' : 'open';
    const pulls = repository.pulls.list(state);
    const home = `${pathOf(repository)}/pulls`;
    const tab = (name: 'open' | 'closed', title: string) => {
      const count = repository.pulls.list(name).length;
      return name === state
        ? html`<strong>${title} (${count})</strong>`
        : html`<a href="${home}?state=${name}">${title} (${count})</a>`;
    };
    const rows = pulls.map(
      pull => html`<li>
        ${pullState(pull)}
        <span class="main"
          ><a href="${home}/${pull.number}"><bdi>${pull.title}</bdi></a>
          <span class="muted">#${pull.number}</span></span
        >
        <span class="muted">${pull.headBranch} → ${pull.baseBranch}</span>
        <span class="muted">${time(pull.updatedAt)}</span>
      </li>`,
    );
    const content = html`<h1>Pull requests</h1>
      <p class="under">${tab('open', 'Open')} · ${tab('closed', 'Closed')}</p>
      <div class="card">
        ${rows.length
          ? html`<ul class="rows">
              ${rows}
            </ul>`
          : html`<p class="body muted">No pull request is ${state}.</p>`}
      </div>`;
    return { title: 'Pull requests', content };
  }),
];

export function pullState(pull: PullRequest): Html {
  if (pull.merged) return html`<span class="state merged">Merged</span>`;
  return pull.state === 'open'
    ? html`<span class="state good">Open</span>`
    : html`<span class="state bad">Closed</span>`;
}
