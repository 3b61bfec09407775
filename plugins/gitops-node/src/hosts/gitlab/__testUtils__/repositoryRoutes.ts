import { z } from 'zod';
import {
  FakeAnswer,
  FakeRoute,
  made,
  ok,
} from '../../__testUtils__/FakeServer';
import {
  blobSha,
  MemoryCommit,
  MemoryGit,
} from '../../__testUtils__/MemoryGit';
import { paged, refusal } from './answers';
import type { FakeGitLab } from './FakeGitLab';

const text = z.string();

/** https://docs.gitlab.com/api/commits/#create-a-commit-with-multiple-files-and-actions */
const commitBody = z.strictObject({
  branch: text,
  start_sha: text,
  commit_message: text,
  force: z.boolean().optional(),
  actions: z.array(
    z.discriminatedUnion('action', [
      z.strictObject({
        action: z.enum(['create', 'update']),
        file_path: text,
        content: text,
        encoding: z.literal('base64'),
      }),
      z.strictObject({ action: z.literal('delete'), file_path: text }),
    ]),
  ),
});

/** https://docs.gitlab.com/api/branches/, /repositories/, /repository_files/ and /commits/ */
export function repositoryRoutes(gitlab: FakeGitLab): FakeRoute[] {
  const { git, pulls } = gitlab;
  const shown = (commit: MemoryCommit) => shownCommit(gitlab, commit);
  return [
    {
      method: 'GET',
      path: '/repository/branches/:branch',
      answer: ({ params }) => {
        const head = git.commit(git.branches.get(params.branch));
        if (!head) return refusal(404, '404 Branch Not Found');
        return ok({ name: params.branch, can_push: true, commit: shown(head) });
      },
    },
    {
      method: 'DELETE',
      path: '/repository/branches/:branch',
      answer: ({ params: { branch } }) => {
        pulls.keepHeads(branch);
        return git.branches.delete(branch)
          ? { status: 204 }
          : refusal(404, '404 Branch Not Found');
      },
    },
    {
      method: 'GET',
      path: '/repository/files/:path/raw',
      query: ['ref', 'lfs'],
      answer: ({ params, query }) => file(git, params.path, query.get('ref')),
    },
    {
      method: 'HEAD',
      path: '/repository/files/:path',
      query: ['ref!'],
      answer: ({ params, query }) => file(git, params.path, query.get('ref')),
    },
    {
      method: 'GET',
      path: '/repository/tree',
      query: ['path', 'ref', 'recursive', 'page', 'per_page'],
      answer: ({ query }) => {
        const commit = git.resolve(query.get('ref') ?? 'main');
        const entries = commit && git.entries(commit, query.get('path') ?? '');
        if (!entries)
          return refusal(404, '404 invalid revision or path Not Found');
        return paged(
          query,
          entries.map(({ name, path, file: found }) => ({
            id: found ? blobSha(found) : '0'.repeat(40),
            name,
            type: typeOf(found?.mode),
            path,
            mode: found?.mode ?? '040000',
          })),
        );
      },
    },
    {
      method: 'GET',
      path: '/repository/commits',
      query: ['ref_name', 'path', 'page', 'per_page'],
      answer: ({ query }) => {
        const ref = query.get('ref_name') ?? 'main';
        const path = query.get('path') ?? '';
        // A range is documented as one that a ref may be
        const [from, to] = ref.split('..').map(name => git.resolve(name)?.sha);
        if (!from || (ref.includes('..') && !to)) return ok([]);
        const found = to
          ? git.between(from, to, path)
          : git.changesOf(from, path);
        return paged(query, found.map(shown));
      },
    },
    {
      method: 'GET',
      path: '/repository/commits/:sha',
      query: ['stats'],
      answer: ({ params }) => {
        const commit = git.resolve(params.sha);
        return commit
          ? ok(shown(commit))
          : refusal(404, '404 Commit Not Found');
      },
    },
    {
      method: 'GET',
      path: '/repository/commits/:sha/diff',
      query: ['page', 'per_page', 'unidiff'],
      answer: ({ params, query }) => {
        const commit = git.resolve(params.sha);
        if (!commit) return refusal(404, '404 Commit Not Found');
        const shownChanges = git.changedBy(commit).map(changed => ({
          old_path: changed,
          new_path: changed,
          renamed_file: false,
          diff: '',
        }));
        return paged(query, shownChanges);
      },
    },
    {
      method: 'POST',
      path: '/repository/commits',
      body: commitBody,
      answer: ({ body }) => {
        if (gitlab.protectedBranches.has(body.branch))
          return refusal(400, 'You are not allowed to push into this branch');
        if (gitlab.pushRule) return refusal(400, gitlab.pushRule);
        const refused = write(git, body);
        const head = git.commit(git.branches.get(body.branch));
        return refused ?? made(shown(head!));
      },
    },
    {
      method: 'GET',
      path: '/repository/merge_base',
      query: ['refs[]!'],
      answer: ({ query }) => {
        const refs = query.getAll('refs[]');
        if (refs.length < 2) return refusal(400, 'Provide at least 2 refs');
        const unknown = refs.filter(ref => !git.resolve(ref));
        if (unknown.length > 0)
          return refusal(400, `Could not find ref: ${unknown.join(', ')}`);
        const [one, other] = refs.map(ref => git.resolve(ref)!.sha);
        const base = git.commit(git.mergeBase(one, other));
        return base
          ? ok(shown(base))
          : refusal(404, '404 Merge Base Not Found');
      },
    },
  ];
}

function file(git: MemoryGit, path: string, ref: string | null): FakeAnswer {
  const commit = git.resolve(ref ?? 'main');
  if (!commit) return refusal(404, '404 Commit Not Found');
  const found = commit.tree.get(path);
  if (!found || found.mode === '160000')
    return refusal(404, '404 File Not Found');
  return {
    status: 200,
    bytes: found.bytes,
    headers: { 'x-gitlab-size': String(found.bytes.length) },
  };
}

/** What is refused of it. */
function write(
  git: MemoryGit,
  body: z.infer<typeof commitBody>,
): FakeAnswer | undefined {
  const start = git.commit(body.start_sha);
  if (!start) return refusal(400, 'Could not find a commit for start_sha');
  if (git.branches.has(body.branch) && !body.force)
    return refusal(
      400,
      `A branch called '${body.branch}' already exists. Switch to that branch in order to make changes`,
    );
  if (body.actions.length === 0) return refusal(400, 'actions is empty');
  for (const { action, file_path: path } of body.actions) {
    if (action === 'create' && start.tree.has(path))
      return refusal(400, 'A file with this name already exists');
    if (action !== 'create' && !start.tree.has(path))
      return refusal(400, "A file with this name doesn't exist");
  }
  const sha = git.write({
    parents: [start.sha],
    message: body.commit_message,
    files: body.actions.map(
      one =>
        [
          one.file_path,
          one.action === 'delete' ? null : Buffer.from(one.content, 'base64'),
        ] as const,
    ),
  });
  git.branches.set(body.branch, sha);
  return undefined;
}

function typeOf(mode: string | undefined): string {
  if (mode === undefined) return 'tree';
  return mode === '160000' ? 'commit' : 'blob';
}

function shownCommit(
  { projectUrl }: FakeGitLab,
  { sha, message, author, date, parents }: MemoryCommit,
) {
  return {
    id: sha,
    short_id: sha.slice(0, 8),
    title: message.split('\n')[0],
    message,
    parent_ids: parents,
    author_name: author.name,
    author_email: author.email,
    authored_date: date,
    committer_name: author.name,
    committer_email: author.email,
    committed_date: date,
    created_at: date,
    web_url: `${projectUrl}/-/commit/${sha}`,
  };
}
