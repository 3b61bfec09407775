import type { IncomingMessage, ServerResponse } from 'node:http';
import { ForgeError, notFound } from '../ForgeError';
import type { ForgeState } from '../ForgeState';
import { matchPath } from '../http/matchPath';
import { readBody } from '../http/readBody';
import { actionsRoutes } from './actionsPages';
import { commitRoutes } from './commitPage';
import { compareRoutes } from './comparePage';
import { fileRoutes } from './filePage';
import { html } from './html';
import { layout, pageHeaders } from './layout';
import type { PageAnswer, PageRoute } from './PageRoute';
import { pullActionRoutes } from './pullActions';
import { pullRoutes } from './pullPage';
import { pullsRoutes } from './pullsPage';
import { rawRoutes } from './rawFile';
import { repositoriesRoutes } from './repositoriesPage';
import { repositoryRoutes } from './repositoryPage';
import { Visitor } from './Visitor';

const maxFormBytes = 64 * 1024;

const routes: readonly PageRoute[] = [
  ...pullsRoutes,
  ...pullActionRoutes,
  ...pullRoutes,
  ...actionsRoutes,
  ...commitRoutes,
  ...compareRoutes,
  ...rawRoutes,
  ...fileRoutes,
  ...repositoryRoutes,
  ...repositoriesRoutes,
];

/** Answers a browser. */
export async function servePages(
  forge: ForgeState,
  req: IncomingMessage,
  res: ServerResponse,
  url: { path: string; query: URLSearchParams },
): Promise<void> {
  const visitor = new Visitor(req);
  const answer = await answerOf(forge, req, url, visitor);
  if ('redirect' in answer) {
    res.writeHead(303, { Location: answer.redirect, ...visitor.headers }).end();
  } else if ('text' in answer) {
    const headers = {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Security-Policy': 'sandbox',
    };
    res.writeHead(200, { ...pageHeaders, ...headers }).end(answer.text);
  } else {
    const challenge =
      answer.status === 401
        ? { 'WWW-Authenticate': 'Basic realm="Sandbox forge"' }
        : {};
    res.writeHead(answer.status ?? 200, {
      ...pageHeaders,
      ...challenge,
      ...visitor.headers,
    });
    res.end(req.method === 'HEAD' ? undefined : layout(forge, answer));
  }
}

async function answerOf(
  forge: ForgeState,
  req: IncomingMessage,
  url: { path: string; query: URLSearchParams },
  visitor: Visitor,
): Promise<PageAnswer> {
  try {
    const method = req.method === 'HEAD' ? 'GET' : req.method;
    const form = new URLSearchParams(
      (await readBody(req, maxFormBytes)).toString('utf8'),
    );
    if (method === 'POST') visitor.checkForm(form);
    for (const route of routes) {
      const params =
        route.method === method ? matchPath(route.path, url.path) : undefined;
      if (params)
        return await route.answer({
          forge,
          req,
          params,
          query: url.query,
          form,
          visitor,
        });
    }
    throw notFound();
  } catch (error) {
    if (!(error instanceof ForgeError) && req.complete)
      forge.options.onError(error);
    return errorPage(error);
  }
}

function errorPage(error: unknown): PageAnswer {
  const status = error instanceof ForgeError ? error.status : 500;
  const known =
    error instanceof ForgeError
      ? error.message
      : 'Something in the sandbox failed';
  const message = status === 404 ? 'There is no such page' : known;
  const content = html`<h1>${message}</h1>
    <p class="muted">Status ${status}. <a href="/">All repositories</a></p>`;
  return { title: message, status, content };
}
