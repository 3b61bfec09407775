import type { IncomingMessage, ServerResponse } from 'node:http';
import { git } from '../../git/git';
import { checkAccess } from '../access';
import { ForgeError, notFound } from '../ForgeError';
import type { ForgeState } from '../ForgeState';
import type { HostedRepository } from '../HostedRepository';
import { authenticate } from '../http/authenticate';
import { readBody } from '../http/readBody';
import type { User } from '../Users';

const maxPackBytes = 128 * 1024 * 1024;
const services = ['git-upload-pack', 'git-receive-pack'] as const;
type Service = (typeof services)[number];

const gitPath =
  /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** Whether a path belongs to Git's smart HTTP protocol. */
export function isGitPath(path: string): boolean {
  return gitPath.test(path);
}

/** Answers clone, fetch (anonymous for public repositories) and push (with the token). */
export async function serveGit(
  forge: ForgeState,
  req: IncomingMessage,
  res: ServerResponse,
  url: { path: string; query: URLSearchParams },
): Promise<void> {
  try {
    const [, owner, name, operation] = gitPath.exec(url.path) ?? [];
    const isAdvertisement = operation === 'info/refs';
    const service = services.find(
      each => each === (isAdvertisement ? url.query.get('service') : operation),
    );
    if (!service || req.method !== (isAdvertisement ? 'GET' : 'POST')) {
      throw new ForgeError(403, 'Only the smart HTTP protocol is spoken here');
    }
    const actor = authenticate(
      forge,
      req.headers.authorization,
      service === 'git-receive-pack' ? 'write:repository' : undefined,
    );
    const repository = forge.repository(
      decodeURIComponent(owner),
      decodeURIComponent(name),
    );
    const isOpen =
      service === 'git-upload-pack' && !repository?.settings.isPrivate;
    if (!actor && !isOpen) throw new ForgeError(401, 'token is required');
    if (!repository) throw notFound();
    if (actor && service === 'git-receive-pack') checkPush(repository, actor);
    const output = isAdvertisement
      ? Buffer.concat([
          announcement(service),
          await runService(repository, service, req, ['--advertise-refs']),
        ])
      : await exchange(repository, service, req, actor?.login ?? '');
    const kind = isAdvertisement ? 'advertisement' : 'result';
    res.writeHead(200, {
      'Content-Type': `application/x-${service}-${kind}`,
      'Cache-Control': 'no-cache',
    });
    res.end(output);
  } catch (error) {
    if (!(error instanceof ForgeError) && req.complete)
      forge.options.onError(error);
    refuse(res, error);
  }
}

/** @throws ForgeError 403, in the words that Git shows to the person who pushes */
function checkPush(repository: HostedRepository, actor: User): void {
  checkAccess(repository, actor, 'write', 'User permission denied for writing');
  if (repository.archivedAt)
    throw new ForgeError(
      403,
      'This repo is archived. You can view files and clone it, but cannot push or open issues/pull-requests.',
    );
}

/** The body is read before the lock is taken, so that a slow client holds up nobody. */
async function exchange(
  repository: HostedRepository,
  service: Service,
  req: IncomingMessage,
  login: string,
) {
  const input = await readBody(req, maxPackBytes);
  if (service === 'git-upload-pack')
    return runService(repository, service, req, [], input);
  return repository.git.write(login, () =>
    runService(repository, service, req, [], input),
  );
}

function runService(
  repository: HostedRepository,
  service: Service,
  req: IncomingMessage,
  flags: string[],
  input?: Buffer,
): Promise<Buffer> {
  const { dir } = repository.git;
  const protocol = String(req.headers['git-protocol'] ?? '');
  const env: Record<string, string> = /^[a-z0-9=:.,-]{1,100}$/i.test(protocol)
    ? { GIT_PROTOCOL: protocol }
    : {};
  // Pull requests' refs are the forge's own
  const config = [
    '-c',
    'receive.hideRefs=refs/pull',
    '-c',
    'receive.autogc=false',
  ];
  const command = service.replace(/^git-/, '');
  return git([...config, command, '--stateless-rpc', ...flags, dir], {
    dir,
    input,
    env,
    allowedExitCodes: [0, 1, 128],
  });
}

function announcement(service: Service): Buffer {
  const line = `# service=${service}\n`;
  return Buffer.from(
    `${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`,
  );
}

function refuse(res: ServerResponse, error: unknown): void {
  const status = error instanceof ForgeError ? error.status : 500;
  const message =
    error instanceof ForgeError ? error.message : 'Internal Server Error';
  res.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    ...(status === 401 ? { 'WWW-Authenticate': 'Basic realm="Gitea"' } : {}),
  });
  res.end(`${message}\n`);
}
