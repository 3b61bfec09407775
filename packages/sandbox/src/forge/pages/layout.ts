import { createHash } from 'node:crypto';
import type { ForgeState } from '../ForgeState';
import type { HostedRepository } from '../HostedRepository';
import { html, Html, type Part } from './html';
import { stylesheet } from './stylesheet';

const styleTag = new Html(`<style>${stylesheet}</style>`);
const styleHash = createHash('sha256').update(stylesheet).digest('base64');

/**
 * No script, nothing from elsewhere, no frame: what a hostile title could ask for is not there to
 * be had.
 */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** A whole page around its content. */
export function layout(
  forge: ForgeState,
  page: { title: string; repository?: HostedRepository; content: Part },
): string {
  const { title } = forge.options;
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · ${title}</title>
        ${styleTag}
      </head>
      <body>
        <p class="simulation">
          <strong>Simulation.</strong> This forge belongs to a sandbox: its
          people, repositories and deployments are not real.
        </p>
        <header>
          <a class="home" href="/">${title}</a>${page.repository &&
          repositoryNav(page.repository)}
        </header>
        <main>${page.content}</main>
      </body>
    </html>`.text;
}

function repositoryNav(repository: HostedRepository): Html {
  const home = pathOf(repository);
  const open = repository.pulls.list('open').length;
  return html`<span
      >${repository.owner} / <a href="${home}">${repository.name}</a></span
    >
    <nav>
      <a href="${home}">Files</a>
      <a href="${home}/pulls">Pull requests (${open})</a>
      ${repository.actions && html`<a href="${home}/actions">Actions</a>`}
    </nav>`;
}

/** Path of a repository's pages; names need no encoding, the forge takes only plain ones. */
export function pathOf(repository: HostedRepository): string {
  return `/${repository.owner}/${repository.name}`;
}
