import {
  FakeAnswer,
  FakeRequest,
  FakeRoute,
  ok,
} from '../../__testUtils__/FakeServer';
import type { MemoryCommit, MemoryFile } from '../../__testUtils__/MemoryGit';
import { page, paged, refusal } from './answers';
import type { FakeBitbucketServer } from './FakeBitbucketServer';
import { noSuchCommit, resolve, shownCommit } from './repositoryRoutes';
import { tarOf } from './tarOf';

const FIELDS = ['content', 'message', 'branch', 'sourceBranch'];

/** Files and directories at a commit, and files that are written. */
export function fileRoutes(bitbucket: FakeBitbucketServer): FakeRoute[] {
  const at = (
    route: Pick<FakeRoute, 'path' | 'query'>,
    answer: (commit: MemoryCommit, request: FakeRequest) => FakeAnswer,
  ): FakeRoute => ({
    ...route,
    method: 'GET',
    query: ['at!', ...(route.query ?? [])],
    answer: request => {
      const name = request.query.get('at')!;
      const commit = resolve(bitbucket, name);
      return commit ? answer(commit, request) : noSuchCommit(name);
    },
  });
  const browse = (commit: MemoryCommit, { params, query }: FakeRequest) =>
    browsed(bitbucket, commit, params.path ?? '', query);
  const query = ['type', 'start', 'limit'];
  return [
    at({ path: '/browse', query }, browse),
    at({ path: '/browse/:path*', query }, browse),
    at({ path: '/raw/:path*' }, ({ tree, sha }, { params: { path } }) => {
      const file = tree.get(path);
      return file ? { status: 200, bytes: file.bytes } : noSuchPath(path, sha);
    }),
    at(
      { path: '/archive', query: ['path', 'format'] },
      ({ tree, sha }, request) => {
        const path = request.query.get('path')!;
        const file = tree.get(path);
        return file
          ? { status: 200, bytes: tarOf(sha, path, file) }
          : noSuchPath(path, sha);
      },
    ),
    {
      method: 'GET',
      path: '/changes',
      query: ['until!', 'since', 'start', 'limit'],
      answer: ({ query: asked }) => changes(bitbucket, asked),
    },
    {
      method: 'PUT',
      path: '/browse/:path*',
      answer: async ({ params: { path }, raw, headers }) => {
        if (headers['x-atlassian-token'] !== 'no-check')
          return refusal(403, 'XSRF check failed');
        const type = headers['content-type'] ?? '';
        const form = await new Response(new Uint8Array(raw), {
          headers: { 'content-type': type },
        }).formData();
        bitbucket.beforeWrite();
        return write(bitbucket, path, form);
      },
    },
  ];
}

function browsed(
  { git }: FakeBitbucketServer,
  commit: MemoryCommit,
  path: string,
  query: URLSearchParams,
): FakeAnswer {
  const file = commit.tree.get(path);
  const entries = git.entries(commit, path);
  if (!file && !entries) return noSuchPath(path, commit.sha);
  if (query.get('type') === 'true') return ok({ type: typeOf(file) });
  if (file)
    return ok({ lines: [], start: 0, size: 0, limit: 500, isLastPage: true });
  const values = entries!.map(one => ({
    path: { components: [one.name], name: one.name, toString: one.name },
    type: typeOf(one.file),
    size: one.file?.bytes.length,
  }));
  return ok({ path: pathOf(path), children: page(query, values, 100) });
}

/** Symbolic links count as files. */
function typeOf(file: MemoryFile | undefined): string {
  if (!file) return 'DIRECTORY';
  return file.mode === '160000' ? 'SUBMODULE' : 'FILE';
}

function pathOf(path: string) {
  const components = path.split('/');
  return { components, name: components.at(-1), toString: path };
}

function noSuchPath(path: string, at: string): FakeAnswer {
  return refusal(
    404,
    `The path "${path}" does not exist at revision "${at}"`,
    'content.NoSuchPathException',
  );
}

function changes(
  { git }: FakeBitbucketServer,
  query: URLSearchParams,
): FakeAnswer {
  const until = git.commit(query.get('until')!);
  const since = git.commit(query.get('since') ?? until?.parents[0]);
  if (!until || !since) return noSuchCommit(query.get('until')!);
  const paths = new Set([...since.tree.keys(), ...until.tree.keys()]);
  const changed = [...paths].filter(
    path => since.tree.get(path) !== until.tree.get(path),
  );
  return paged(
    query,
    changed.map(path => ({ path: pathOf(path), type: 'MODIFY' })),
  );
}

/**
 * https://developer.atlassian.com/server/bitbucket/rest/v904/api-group-repository/#api-api-latest-projects-projectkey-repos-repositoryslug-browse-path-put
 */
async function write(
  { git }: FakeBitbucketServer,
  path: string,
  form: FormData,
): Promise<FakeAnswer> {
  const unknown = [...form.keys()].find(
    name => ![...FIELDS, 'sourceCommitId'].includes(name),
  );
  if (unknown) return refusal(400, `Unknown field ${unknown}`);
  const branch = String(form.get('branch'));
  const head = git.commit(git.branches.get(branch));
  if (!head) return noSuchCommit(`refs/heads/${branch}`);
  const content = form.get('content') as File;
  const bytes = Buffer.from(await content.arrayBuffer());
  const source = form.get('sourceCommitId');
  const present = head.tree.get(path);
  const known = source ? git.commit(String(source))?.tree.get(path) : undefined;
  if (present && !source)
    return refusal(
      409,
      `The file '${path}' already exists in the repository.`,
      'content.FileAlreadyExistsException',
    );
  if (present?.bytes.equals(bytes))
    return refusal(
      409,
      'The content provided is the same as what already exists. No change was committed.',
      'content.FileContentUnmodifiedException',
    );
  if (present !== known)
    return refusal(
      409,
      `The file '${path}' has changed since it was opened.`,
      'content.FileOutOfDateException',
    );
  const sha = git.write({
    parents: [head.sha],
    files: [[path, bytes]],
    message: String(form.get('message')),
  });
  git.branches.set(branch, sha);
  return ok(shownCommit(git.commit(sha)!));
}
