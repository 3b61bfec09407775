import { encodePath } from '../api/shapes/urls';
import { readObjects } from '../../git/objects';
import { isFilePath } from '../../git/refNames';
import { readTree } from '../../git/tree';
import { notFound } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import { html, type Html } from './html';
import { pathOf } from './layout';
import { repositoryPage, type PageRoute } from './PageRoute';
import { directory } from './repositoryPage';
import { splitRef, type Place } from './splitRef';

const maxShownBytes = 512 * 1024;

export const fileRoutes: PageRoute[] = [
  repositoryPage('GET', '/src/:kind/*place', async ({ repository, params }) => {
    const place = splitRef(repository, params.kind, params.place);
    const commit = place && (await repository.git.resolve(place.commit));
    if (!commit || (place.path !== '' && !isFilePath(place.path)))
      throw notFound();
    const title = place.path || place.ref;
    const heading = html`<h1>${crumbs(repository, place)}</h1>
      <p class="under">${place.ref.replace('/', ' ')}</p>`;
    const [entry] = place.path
      ? await readTree(repository.git.dir, commit, { paths: [place.path] })
      : [];
    if (place.path && !entry) throw notFound();
    if (!entry || entry.type === 'tree')
      return { title, content: [heading, await directory(repository, place)] };
    const [object] = await readObjects(repository.git.dir, [entry.sha]);
    return {
      title,
      content: [
        heading,
        fileView(repository, place, object?.content ?? Buffer.alloc(0)),
      ],
    };
  }),
];

function crumbs(repository: HostedRepository, place: Place): Html {
  const base = `${pathOf(repository)}/src/${encodePath(place.ref)}`;
  const parts = place.path.split('/').filter(Boolean);
  const links = parts.map((part, i) => {
    const path = parts.slice(0, i + 1).join('/');
    return html` / <a href="${base}/${encodePath(path)}">${part}</a>`;
  });
  return html`<a href="${base}">${repository.name}</a>${links}`;
}

function fileView(
  repository: HostedRepository,
  place: Place,
  content: Buffer,
): Html {
  const raw = `${pathOf(repository)}/raw/${encodePath(place.ref)}/${encodePath(
    place.path,
  )}`;
  const isShown = content.length <= maxShownBytes && !content.includes(0);
  const lines = isShown
    ? content.toString('utf8').replace(/\n$/, '').split('\n')
    : [];
  return html`<section class="card">
    <div class="head">
      <span>${content.length} bytes</span><a class="push" href="${raw}">Raw</a>
    </div>
    ${isShown
      ? html`<div class="scroll">
          <table class="diff">
            ${lines.map(
              (line, i) =>
                html`<tr>
                  <td class="line">${i + 1}</td>
                  <td>${line}</td>
                </tr>`,
            )}
          </table>
        </div>`
      : html`<p class="body muted">
          Too large or no text; the raw file has it.
        </p>`}
  </section>`;
}
