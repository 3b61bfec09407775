import type { ForgeState } from '../ForgeState';
import { notFound } from '../ForgeError';
import { plural, time } from './format';
import { html } from './html';
import { pathOf } from './layout';
import type { PageAnswer, PageRoute } from './PageRoute';

export const repositoriesRoutes: PageRoute[] = [
  { method: 'GET', path: '/', answer: async ({ forge }) => list(forge) },
  {
    method: 'GET',
    path: '/:owner',
    async answer({ forge, params }) {
      if (!forge.isOwner(params.owner)) throw notFound();
      return list(forge, params.owner);
    },
  },
];

function list(forge: ForgeState, owner?: string): PageAnswer {
  const repositories = [...forge.repositories.values()].filter(
    repository =>
      !owner || repository.owner.toLowerCase() === owner.toLowerCase(),
  );
  const rows = repositories.map(
    repository => html`<li>
      <span class="main"
        ><a href="${pathOf(repository)}"
          >${repository.owner}/${repository.name}</a
        >
        ${repository.settings.isPrivate &&
        html`<span class="state">Private</span>`}
        ${repository.archivedAt &&
        html`<span class="state">Archived</span>`}</span
      >
      <a href="${pathOf(repository)}/pulls"
        >${plural(repository.pulls.list('open').length, 'open pull request')}</a
      >
      <span class="muted">changed ${time(repository.updatedAt)}</span>
    </li>`,
  );
  const content = html`<h1>Repositories</h1>
    <div class="card">
      ${rows.length
        ? html`<ul class="rows">
            ${rows}
          </ul>`
        : html`<p class="body muted">There are none yet.</p>`}
    </div>`;
  return { title: 'Repositories', content };
}
