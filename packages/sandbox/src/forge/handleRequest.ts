import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiPrefix, serveApi } from './api/ApiServer';
import type { Failures } from './failures/Failures';
import type { ForgeState } from './ForgeState';
import { servePages } from './pages/servePages';
import { isGitPath, serveGit } from './smartHttp/serveGit';

/**
 * Answers a request that is the forge's: the API, Git, and the pages at `/` and below the owners of
 * repositories. Returns false for any other.
 */
export async function handleRequest(
  forge: ForgeState,
  failures: Failures,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<boolean> {
  const [path, search = ''] = splitOnce(req.url ?? '/', '?');
  const serve = serverOf(forge, path);
  if (!serve) return false;
  const work = (answer: ServerResponse) =>
    serve(forge, req, answer, { path, query: new URLSearchParams(search) });
  const failure = failures.take(req.method ?? 'GET', path);
  if (failure) {
    failures.track(res);
    await failure.handle({ req, res, work });
  } else {
    await work(res);
  }
  return true;
}

function serverOf(forge: ForgeState, path: string) {
  if (path === apiPrefix || path.startsWith(`${apiPrefix}/`)) return serveApi;
  const owner = path.split('/')[1];
  if (owner !== '' && !forge.isOwner(owner)) return undefined;
  if (isGitPath(path)) return serveGit;
  return owner !== '' || path === '/' ? servePages : undefined;
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
