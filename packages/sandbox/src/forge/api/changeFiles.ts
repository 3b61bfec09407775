import type { Commit } from '../../git/Commit';
import { readCommits } from '../../git/log';
import { readObjects } from '../../git/objects';
import { isBranchName, isFilePath } from '../../git/refNames';
import type { Signature } from '../../git/Signature';
import { readTree } from '../../git/tree';
import { writeCommits } from '../../git/writeCommits';
import { ForgeError } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import { Fields } from '../http/Fields';
import type { RepositoryCall, Route } from '../http/Route';
import { personOf, type User } from '../Users';
import { writeRoute } from './repositoryRoute';
import { fileCommitShape, verification } from './shapes/commitShape';
import { contentShape } from './shapes/contentShape';

interface Change {
  operation: string;
  path: string;
  fromPath?: string;
  sha?: string;
  content?: Buffer;
}

const refusals = {
  forbidden: 'user should have a permission to write to the target branch',
  archived: 'is not allowed to edit',
};

/** Several files in one commit, on a branch or on a new one. */
export const changeFilesRoutes: Route[] = [
  writeRoute(
    'POST',
    '/contents',
    async call => {
      const changes = (call.body.list('files') ?? []).map(parseChange);
      const { files, ...answer } = await changeFiles(call, changes);
      return { status: 201, body: { files, ...answer } };
    },
    refusals,
  ),

  ...[
    { method: 'POST', operation: 'create', status: 201 },
    { method: 'PUT', operation: 'update', status: 200 },
    { method: 'DELETE', operation: 'delete', status: 200 },
  ].map(({ method, operation, status }) =>
    writeRoute(
      method,
      '/contents/*path',
      async call => {
        const change = {
          operation:
            operation === 'update' && !call.body.text('sha')
              ? 'create'
              : operation,
          path: call.params.path,
          fromPath: call.body.text('from_path'),
          sha: call.body.text('sha'),
          content: operation === 'delete' ? undefined : parseContent(call.body),
        };
        const { files, ...answer } = await changeFiles(call, [change]);
        return { status, body: { content: files[0] ?? null, ...answer } };
      },
      refusals,
    ),
  ),
];

function parseChange(value: unknown): Change {
  const fields = Fields.of(value);
  const operation = fields.requiredText('operation');
  if (!['create', 'update', 'upload', 'rename', 'delete'].includes(operation)) {
    throw new ForgeError(422, `unknown file operation: ${operation}`);
  }
  return {
    operation,
    path: fields.requiredText('path'),
    fromPath: fields.text('from_path'),
    sha: fields.text('sha'),
    content: operation === 'delete' ? undefined : parseContent(fields),
  };
}

function parseContent(fields: Fields): Buffer {
  const text = (fields.text('content') ?? '').replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text))
    throw new ForgeError(422, 'content is not base64');
  return Buffer.from(text, 'base64');
}

async function changeFiles(
  call: RepositoryCall & { actor: User },
  changes: Change[],
) {
  const { repository, actor, body } = call;
  const { git } = repository;
  const source = body.text('branch') || repository.defaultBranch;
  const branch = body.text('new_branch') || source;
  if (!isBranchName(branch))
    throw new ForgeError(422, `branch name is invalid [name: ${branch}]`);
  const sha = await git.write(actor.login, async () => {
    const base = git.heads().get(source);
    if (!base && git.heads().size > 0)
      throw new ForgeError(404, `branch does not exist [name: ${source}]`);
    const isForced = body.flag('force_push') ?? false;
    if (branch !== source && git.heads().has(branch) && !isForced) {
      throw new ForgeError(422, `branch already exists [name: ${branch}]`);
    }
    const files = await filesOf(repository, base, changes);
    const [first] = changes;
    const subject = `${first?.operation === 'update' ? 'Update' : 'Change'} ${
      first?.path ?? ''
    }`.trim();
    const commit = {
      message: body.text('message') || subject,
      ...signaturesOf(call),
      files,
    };
    return writeCommits(git.dir, {
      branch,
      base,
      commits: [commit],
      isForced,
    });
  });
  const [commit] = await readCommits(git.dir, [sha]);
  return {
    files: await shapesOf(repository, { branch, commit, changes }),
    commit: fileCommitShape(repository, commit),
    verification,
  };
}

/** The files as they are after the commit, all read at once: there may be hundreds. */
async function shapesOf(
  repository: HostedRepository,
  {
    branch,
    commit,
    changes,
  }: { branch: string; commit: Commit; changes: readonly Change[] },
) {
  const { dir } = repository.git;
  const paths = changes
    .filter(({ operation }) => operation !== 'delete')
    .map(({ path }) => path);
  const entries = paths.length
    ? await readTree(dir, commit.sha, { paths })
    : [];
  const objects = await readObjects(
    dir,
    entries.map(entry => entry.sha),
  );
  const shapes = new Map(
    entries.map((entry, index) => [
      entry.path,
      contentShape(repository, entry, {
        ref: branch,
        lastCommit: commit,
        content: objects[index]?.content,
      }),
    ]),
  );
  return changes.map(({ path }) => shapes.get(path) ?? null);
}

/** Refuses what does not fit the branch: existing, missing or changed files. */
async function filesOf(
  repository: HostedRepository,
  base: string | undefined,
  changes: Change[],
): Promise<Map<string, Buffer | null>> {
  const files = new Map<string, Buffer | null>();
  const paths = changes.flatMap(({ path, fromPath }) => [
    path,
    fromPath ?? path,
  ]);
  const malformed = paths.find(path => !isFilePath(path));
  if (malformed !== undefined)
    throw new ForgeError(422, `path is malformed [path: ${malformed}]`);
  const entries = base
    ? await readTree(repository.git.dir, base, { paths })
    : [];
  for (const { operation, path, fromPath = path, sha, content } of changes) {
    const existing = entries.find(entry => entry.path === fromPath);
    if (operation === 'create' && existing) {
      throw new ForgeError(
        422,
        `repository file already exists [path: ${path}]`,
      );
    }
    if (
      operation === 'update' ||
      operation === 'delete' ||
      operation === 'rename'
    ) {
      if (!existing)
        throw new ForgeError(
          404,
          `object does not exist [id: , rel_path: ${fromPath}]`,
        );
      if (!sha)
        throw new ForgeError(
          422,
          'a SHA or commit ID must be proved when updating a file',
        );
      if (sha !== existing.sha) {
        throw new ForgeError(
          422,
          `sha does not match [given: ${sha}, expected: ${existing.sha}]`,
        );
      }
    }
    if (fromPath !== path) files.set(fromPath, null);
    files.set(path, content ?? null);
  }
  return files;
}

/** Author and committer as asked for; each stands in for the other, the caller for both. */
function signaturesOf({
  repository,
  body,
  actor,
}: RepositoryCall & { actor: User }) {
  const dates = body.object('dates');
  const read = (name: string): Signature | undefined => {
    const person = body.object(name);
    const [given, email] = [person?.text('name'), person?.text('email')];
    if (!given && !email) return undefined;
    const date = new Date(dates?.text(name) ?? repository.forge.now());
    if (Number.isNaN(date.getTime()))
      throw new ForgeError(422, `${name}'s date is not a time`);
    return { name: given || actor.login, email: email || actor.email, date };
  };
  const self = { ...personOf(actor), date: repository.forge.now() };
  const [author, committer] = [read('author'), read('committer')];
  return {
    author: author ?? committer ?? self,
    committer: committer ?? author ?? self,
  };
}
