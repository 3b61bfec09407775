import { FakeAnswer, FakeRoute, ok } from '../../__testUtils__/FakeServer';
import type {
  FileChange,
  MemoryCommit,
  MemoryFile,
  MemoryGit,
} from '../../__testUtils__/MemoryGit';
import { paged, refusal } from './answers';
import type { FakeBitbucket } from './FakeBitbucket';

export function sourceRoutes(bitbucket: FakeBitbucket): FakeRoute[] {
  const { git, pulls } = bitbucket;
  const shown = (commit: MemoryCommit) => shownCommit(bitbucket, commit);
  const ref = (kind: 'branches' | 'tags'): FakeRoute => ({
    method: 'GET',
    path: `/refs/${kind}/:name*`,
    answer: ({ params }) => {
      const commit = git.commit(git[kind].get(params.name));
      if (!commit) return refusal(404, `No such ref: ${params.name}`);
      return ok({ name: params.name, target: shown(commit) });
    },
  });
  return [
    ref('branches'),
    ref('tags'),
    {
      method: 'DELETE',
      path: '/refs/branches/:name*',
      answer: ({ params: { name } }) => {
        pulls.keepHeads(name);
        return git.branches.delete(name)
          ? { status: 204 }
          : refusal(404, `Branch "${name}" does not exist.`);
      },
    },
    {
      method: 'GET',
      path: '/commit/:commit',
      answer: ({ params }) => {
        const commit = git.resolve(params.commit);
        return commit
          ? ok(shown(commit))
          : refusal(404, `No such commit: ${params.commit}`);
      },
    },
    {
      method: 'GET',
      path: '/commits/:revision',
      query: ['path', 'include', 'exclude', 'page', 'pagelen'],
      answer: ({ params, query }) => {
        const commit = git.resolve(params.revision);
        if (!commit) return refusal(404, 'Commit not found');
        const path = query.get('path') ?? '';
        const exclude = query.get('exclude');
        if (exclude && !git.resolve(exclude))
          return refusal(404, `Commit not found: ${exclude}`);
        const found = exclude
          ? git.between(exclude, commit.sha, path)
          : git.changesOf(commit.sha, path);
        const url = `${bitbucket.apiUrl}/commits/${params.revision}`;
        return paged(query, found.map(shown), url);
      },
    },
    {
      method: 'GET',
      path: '/merge-base/:revspec',
      answer: ({ params }) => {
        const [one, other] = params.revspec
          .split('..')
          .map(revision => git.resolve(revision));
        const base = one && other && git.mergeBase(one.sha, other.sha);
        return base
          ? ok(shown(git.commit(base)!))
          : refusal(404, 'Commit not found');
      },
    },
    {
      method: 'GET',
      path: '/src/:commit/:path*',
      query: ['format', 'q', 'sort', 'max_depth', 'page', 'pagelen'],
      answer: ({ params, query }) => source(bitbucket, params, query),
    },
    {
      method: 'POST',
      path: '/src',
      answer: async ({ raw, headers }) => {
        const type = headers['content-type'] ?? '';
        const form = await new Response(new Uint8Array(raw), {
          headers: { 'content-type': type },
        }).formData();
        return write(git, form);
      },
    },
  ];
}

const META = ['message', 'author', 'parents', 'files', 'branch'];

/**
 * https://developer.atlassian.com/cloud/bitbucket/rest/api-group-source/#api-repositories-workspace-repo-slug-src-post
 */
async function write(git: MemoryGit, form: FormData): Promise<FakeAnswer> {
  const branch = String(form.get('branch'));
  const parent = String(form.get('parents'));
  const files = new Map<string, FileChange>();
  for (const path of form.getAll('files')) files.set(String(path), null);
  for (const [name, value] of form)
    if (typeof value === 'string') {
      if (!META.includes(name)) return refusal(400, `Unknown field ${name}`);
    } else {
      const bytes = Buffer.from(await value.arrayBuffer());
      files.set(name, bytes);
    }
  const head = git.branches.get(branch);
  if (!git.commit(parent)) return refusal(404, 'Commit not found');
  if (head !== undefined && head !== parent)
    return refusal(409, `${parent} is not the head of ${branch}`);
  const message = String(form.get('message'));
  git.branches.set(branch, git.write({ parents: [parent], files, message }));
  return { status: 201 };
}

function source(
  { git, apiUrl }: FakeBitbucket,
  { commit: sha, path: asked }: Record<string, string>,
  query: URLSearchParams,
): FakeAnswer {
  const commit = git.commit(sha);
  const path = asked.replace(/\/$/, '');
  const file = asked === path ? commit?.tree.get(path) : undefined;
  const entries = commit && git.entries(commit, path);
  if (!file && !entries)
    return refusal(404, `No such file or directory: ${asked}`);
  if (query.get('format') === 'meta') return ok(shownEntry(path, file));
  if (file) return { status: 200, bytes: file.bytes };
  return paged(
    query,
    entries!.map(one => shownEntry(one.path, one.file)),
    `${apiUrl}/src/${sha}/${asked}`,
  );
}

function shownEntry(path: string, file: MemoryFile | undefined) {
  if (!file) return { type: 'commit_directory', path };
  return {
    type: 'commit_file',
    path,
    size: file.bytes.length,
    attributes: attributesOf(file.mode),
  };
}

function attributesOf(mode: MemoryFile['mode']): string[] {
  const attributes: Partial<Record<MemoryFile['mode'], string>> = {
    '100755': 'executable',
    '120000': 'link',
    '160000': 'subrepository',
  };
  return [attributes[mode] ?? []].flat();
}

function shownCommit(
  { server }: FakeBitbucket,
  { sha, message, author, date }: MemoryCommit,
) {
  const href = `${server.url}/platform/gitops/commits/${sha}`;
  return {
    type: 'commit',
    hash: sha,
    message,
    date,
    author: { raw: `${author.name} <${author.email}>` },
    links: { html: { href } },
  };
}
