import type { IncomingMessage, ServerResponse } from 'node:http';
import { ForgeError, notFound } from '../ForgeError';
import { GitError } from '../../git/git';
import type { ForgeState } from '../ForgeState';
import { authenticate, type WriteScope } from '../http/authenticate';
import { Fields } from '../http/Fields';
import { matchPath } from '../http/matchPath';
import { readBody } from '../http/readBody';
import type { Answer, Route } from '../http/Route';
import { actionRoutes } from './actions';
import { branchProtectionRoutes } from './branchProtections';
import { branchRoutes } from './branches';
import { changeFilesRoutes } from './changeFiles';
import { commentRoutes } from './comments';
import { commitRoutes } from './commits';
import { contentRoutes } from './contents';
import { hookRoutes } from './hooks';
import { labelRoutes } from './labels';
import { newRepositoryRoutes } from './newRepositories';
import { pullMergeRoutes } from './pullMerge';
import { pullRoutes } from './pulls';
import { pullPartRoutes } from './pullParts';
import { repositoryRoutes } from './repositories';
import { serverRoutes } from './server';
import { reviewRequestRoutes } from './reviewRequests';
import { reviewRoutes } from './reviews';
import { statusRoutes } from './statuses';
import { treeRoutes } from './trees';

export const apiPrefix = '/api/v1';
const maxBodyBytes = 32 * 1024 * 1024;

/** The first route that fits answers: exact paths come before those with a wildcard. */
const routes: readonly Route[] = [
  ...serverRoutes,
  ...branchRoutes,
  ...branchProtectionRoutes,
  ...contentRoutes,
  ...changeFilesRoutes,
  ...treeRoutes,
  ...statusRoutes,
  ...commitRoutes,
  ...pullMergeRoutes,
  ...pullPartRoutes,
  ...reviewRoutes,
  ...reviewRequestRoutes,
  ...pullRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...hookRoutes,
  ...actionRoutes,
  ...repositoryRoutes,
  ...newRepositoryRoutes,
];

/** Answers requests below `/api/v1`. */
export async function serveApi(
  forge: ForgeState,
  req: IncomingMessage,
  res: ServerResponse,
  url: { path: string; query: URLSearchParams },
): Promise<void> {
  send(res, await answerOf(forge, req, url));
}

async function answerOf(
  forge: ForgeState,
  req: IncomingMessage,
  url: { path: string; query: URLSearchParams },
): Promise<Answer> {
  try {
    const path = url.path.slice(apiPrefix.length);
    const scope = scopeOf(req.method, path);
    const actor = authenticate(forge, req.headers.authorization, scope);
    const body = await readBody(req, maxBodyBytes);
    const moved = movedTo(forge, path, url.query);
    if (moved) return { status: 301, headers: { Location: moved } };
    for (const route of routes) {
      const params =
        route.method === req.method ? matchPath(route.path, path) : undefined;
      if (params) {
        return await route.answer({
          forge,
          actor,
          params,
          query: url.query,
          body: Fields.parse(body),
        });
      }
    }
    throw notFound();
  } catch (error) {
    return errorAnswer(forge, req, error);
  }
}

/** Where the same is under the repository's present name; undefined where it was not renamed. */
function movedTo(
  forge: ForgeState,
  path: string,
  query: URLSearchParams,
): string | undefined {
  const [, repos, owner, name, ...rest] = path.split('/');
  if (repos !== 'repos' || forge.repository(owner, name)) return undefined;
  const moved = forge.renamed.get(`${owner}/${name}`.toLowerCase());
  if (!moved) return undefined;
  const place = [owner, moved.name, ...rest].join('/');
  const search = query.size > 0 ? `?${query}` : '';
  return `${apiPrefix}/repos/${place}${search}`;
}

/** Of a token, to change something. Comments and labels of a pull request are those of an issue. */
function scopeOf(
  method: string | undefined,
  path: string,
): WriteScope | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (path.startsWith('/orgs/')) return 'write:organization';
  if (path.startsWith('/user/')) return 'write:user';
  return /^\/repos\/[^/]+\/[^/]+\/(issues|labels)(\/|$)/.test(path)
    ? 'write:issue'
    : 'write:repository';
}

function errorAnswer(
  forge: ForgeState,
  req: IncomingMessage,
  error: unknown,
): Answer {
  const url = `${forge.baseUrl}/api/swagger`;
  if (error instanceof ForgeError) {
    const details =
      error.details === undefined ? {} : { errors: error.details };
    return {
      status: error.status,
      body: { ...details, message: error.message, url },
    };
  }
  // A branch that is named like a folder of another: Gitea answers in Git's own words
  const [, locked] =
    (error instanceof GitError &&
      /(cannot lock ref '.*)/.exec(error.message)) ||
    [];
  if (locked) return { status: 403, body: { message: locked, url } };
  // A caller that went away in the middle is no failure of the forge
  if (req.complete) forge.options.onError(error);
  return { status: 500, body: { message: 'Internal Server Error', url } };
}

function send(res: ServerResponse, { status, body, headers }: Answer): void {
  const isBytes = Buffer.isBuffer(body);
  res.writeHead(status, {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(body === undefined || isBytes
      ? {}
      : { 'Content-Type': 'application/json;charset=utf-8' }),
    ...headers,
  });
  if (body === undefined) res.end();
  else res.end(isBytes ? body : JSON.stringify(body));
}
