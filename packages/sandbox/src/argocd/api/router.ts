import { IncomingMessage, ServerResponse } from 'http';
import { isObject, Json, JsonObject } from '../Json';
import { readBody, sendError, sendJson } from './answer';
import { applicationRoute, findApplication, syncRoute } from './applications';
import { Context } from './Context';
import {
  ApiError,
  failedPrecondition,
  invalidArgument,
  notFound,
  unauthenticated,
} from './errors';
import { ListRoute } from './list';
import { anonymousRoute, otherRoute } from './others';
import { StreamRoute } from './stream';

/** Dispatches the requests of one instance; answers statuses and headers as recorded. */
export function createRouter(
  context: Context,
  routes: { list: ListRoute; stream: StreamRoute },
) {
  return (req: IncomingMessage, res: ServerResponse, url: URL): void => {
    route(req, res, url).catch(error => {
      if (res.headersSent) res.destroy();
      else sendError(req, res, error);
    });
  };

  async function route(
    req: IncomingMessage,
    res: ServerResponse,
    url: URL,
  ): Promise<void> {
    const { pathname: path, searchParams: query } = url;
    const isRead = req.method === 'GET';
    // As recorded: a charset suffix is refused like any other type
    if (!isRead && req.headers['content-type'] !== 'application/json') {
      res
        .writeHead(415, { 'Content-Type': 'text/plain; charset=utf-8' })
        .end('Invalid content type\n');
      return;
    }
    // A log is text already: one JSON object a line
    const answer = (body: unknown) =>
      sendJson(
        req,
        res,
        200,
        typeof body === 'string' ? body : JSON.stringify(body),
      );
    const isKnown =
      req.headers.authorization === `Bearer ${context.account.token}`;
    const open =
      isRead &&
      anonymousRoute(
        context,
        path,
        isKnown ? context.account.username : undefined,
      );
    if (open) {
      answer(open);
      return;
    }
    const [, name, below = ''] =
      /^\/api\/v1\/applications\/([^/]+)(?:\/(.+))?$/.exec(path) ?? [];
    if (req.method === 'POST' && path === '/api/v1/session')
      answer(session(parse(await readBody(req))));
    else if (!path.startsWith('/api/')) page(res);
    else if (!isKnown) throw unauthenticated();
    else if (isRead && path === '/api/v1/applications')
      routes.list(req, res, query);
    else if (isRead && path === '/api/v1/stream/applications')
      routes.stream.open(req, res, query);
    else if (name !== undefined)
      answer(await application(decodeURIComponent(name), below));
    else {
      const other = isRead ? otherRoute(context, path, query) : undefined;
      if (other === undefined) throw notFound('Not Found');
      answer(other);
    }

    async function application(named: string, rest: string): Promise<unknown> {
      if (isRead) return applicationRoute(context, named, rest, query);
      const body = parse(await readBody(req));
      if (rest === 'sync')
        return syncRoute(context, named, isObject(body) ? body : {});
      if (rest === 'rollback') {
        findApplication(context.store, named, new URLSearchParams());
        throw failedPrecondition(
          'rollback cannot be initiated when auto-sync is enabled',
        );
      }
      if (rest === 'resource/actions' || rest === 'resource/actions/v2')
        return refreshSecret(named, body);
      throw notFound('Not Found');
    }

    function refreshSecret(named: string, body: Json): unknown {
      findApplication(context.store, named, query);
      const text = (key: string) =>
        query.get(key) ?? (isObject(body) ? String(body[key] ?? '') : '');
      context.controller.refreshSecret(
        named,
        `${text('group')}/${text('kind')}/${text('namespace')}/${text(
          'resourceName',
        )}`,
      );
      return {};
    }
  }

  function session(body: Json): JsonObject {
    const { username, password } = isObject(body)
      ? body
      : { username: undefined, password: undefined };
    if (
      username !== context.account.username ||
      password !== context.account.password
    ) {
      throw new ApiError(401, 16, 'Invalid username or password');
    }
    return { token: context.account.token };
  }
}

function parse(body: string): Json {
  if (body.trim() === '') return {};
  try {
    return JSON.parse(body) as Json;
  } catch (error) {
    throw invalidArgument(
      error instanceof Error ? error.message : String(error),
    );
  }
}

/** Where Argo CD's own pages would be. */
function page(res: ServerResponse): void {
  res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
  res.end(
    '<!DOCTYPE html><html lang="en"><head><title>Simulated Argo CD</title></head><body><h1>Simulated Argo CD</h1><p>This is a simulation: an API without a cluster and without Argo CD\'s own pages.</p></body></html>',
  );
}
