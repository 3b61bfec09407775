import { createGzip } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { git } from '../../git/git';
import { plainName } from '../createRepository';
import { ForgeError, notFound } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import { ok, type Route } from '../http/Route';
import { pageOf, totalHeader } from '../http/page';
import { collaboratorRoutes } from './collaborators';
import { teamRoutes } from './teams';
import { repositoryRoute, writeRoute } from './repositoryRoute';
import { repositoryShape } from './shapes/repositoryShape';

const archiveName = /^(.+)\.(tar\.gz|tar|zip)$/;

export const repositoryRoutes: Route[] = [
  repositoryRoute('GET', '', async ({ repository, actor }) =>
    ok(repositoryShape(repository, actor ?? null)),
  ),

  // Of a repository's settings only these can be changed
  writeRoute(
    'PATCH',
    '',
    async ({ repository, forge, actor, body }) => {
      const [isArchived, name] = [body.flag('archived'), body.text('name')];
      if (name !== undefined && name !== repository.name)
        rename(repository, name);
      if (isArchived !== undefined)
        repository.archivedAt = isArchived ? forge.now() : undefined;
      return ok(repositoryShape(repository, actor));
    },
    { needs: 'admin', archived: null },
  ),

  ...collaboratorRoutes,
  ...teamRoutes,

  {
    method: 'GET',
    path: '/repos/search',
    async answer(call) {
      const words = (call.query.get('q') ?? '').toLowerCase();
      const found = [...call.forge.repositories.values()]
        .filter(({ settings }) => call.actor || !settings.isPrivate)
        .filter(({ name }) => name.toLowerCase().includes(words));
      const { skip, limit } = pageOf(call);
      const data = found
        .slice(skip, skip + limit)
        .map(repository => repositoryShape(repository, call.actor ?? null));
      return ok({ ok: true, data }, totalHeader(found.length));
    },
  },

  repositoryRoute(
    'GET',
    '/archive/*archive',
    async ({ repository, params }) => {
      const [, ref, format] = archiveName.exec(params.archive) ?? [];
      const commit = ref && (await repository.git.resolve(ref));
      if (!commit) throw notFound();
      const args = [
        'archive',
        `--format=${format === 'zip' ? 'zip' : 'tar'}`,
        `--prefix=${repository.name}/`,
        commit,
      ];
      const archive = await git(args, { dir: repository.git.dir });
      // By Node's zlib: older versions of Git call a gzip command that may be absent
      const body = format === 'tar.gz' ? await gzipped(archive) : archive;
      return ok(body, { 'Content-Type': 'application/octet-stream' });
    },
  ),
];

/** @throws ForgeError 422 for a name that is none, or is taken */
function rename(repository: HostedRepository, name: string): void {
  const { forge, owner } = repository;
  if (!plainName.test(name))
    throw new ForgeError(422, `repo name is invalid [name: ${name}]`);
  if (forge.repository(owner, name))
    throw new ForgeError(422, `repo name is already taken [name: ${name}]`);
  forge.rename(repository, name);
}

async function gzipped(bytes: Buffer): Promise<Buffer> {
  const gzip = createGzip();
  gzip.end(bytes);
  return buffer(gzip);
}
