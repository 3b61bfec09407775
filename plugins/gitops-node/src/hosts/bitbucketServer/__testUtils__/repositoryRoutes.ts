import { z } from 'zod';
import { FakeAnswer, FakeRoute, ok } from '../../__testUtils__/FakeServer';
import type { MemoryCommit } from '../../__testUtils__/MemoryGit';
import { paged, refusal } from './answers';
import type { FakeBitbucketServer } from './FakeBitbucketServer';

const branchBody = z.strictObject({
  name: z.string(),
  startPoint: z.string(),
  message: z.string().optional(),
});

/** `RestBranchDeleteRequest` */
const deleteBody = z.strictObject({
  name: z.string(),
  endPoint: z.string().optional(),
  dryRun: z.boolean().optional(),
});

/** The repository itself, its branches and commits. */
export function repositoryRoutes(bitbucket: FakeBitbucketServer): FakeRoute[] {
  const { git, pulls } = bitbucket;
  return [
    {
      method: 'GET',
      path: '',
      answer: ({ params: { slug, project } }) =>
        ok({
          id: slug === bitbucket.slug ? 42 : 43,
          slug,
          name: slug,
          project: { key: project },
          archived: bitbucket.isArchived,
        }),
    },
    {
      method: 'GET',
      path: '/default-branch',
      answer: () =>
        ok({ id: 'refs/heads/main', displayId: 'main', type: 'BRANCH' }),
    },
    {
      method: 'POST',
      path: '/branches',
      body: branchBody,
      answer: ({ body: { name, startPoint } }) => {
        if (git.branches.has(name))
          return refusal(
            409,
            `A branch or tag named '${name}' already exists.`,
            'repository.DuplicateRefException',
          );
        if (!git.commit(startPoint)) return noSuchCommit(startPoint);
        git.branches.set(name, startPoint);
        return ok({
          id: `refs/heads/${name}`,
          displayId: name,
          latestCommit: startPoint,
        });
      },
    },
    {
      method: 'DELETE',
      path: 'branch-utils:/branches',
      body: deleteBody,
      answer: ({ body }) => {
        const name = body.name.replace('refs/heads/', '');
        pulls.keepHeads(name);
        git.branches.delete(name);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      path: '/commits',
      query: ['until', 'since', 'path', 'start', 'limit'],
      answer: ({ params, query }) =>
        isOther(bitbucket, params)
          ? noSuchCommit(query.get('until')!)
          : commits(bitbucket, query),
    },
    {
      method: 'GET',
      path: 'default-reviewers:/reviewers',
      query: ['sourceRepoId!', 'targetRepoId!', 'sourceRefId!', 'targetRefId!'],
      answer: () =>
        ok(bitbucket.defaultReviewers.map(name => ({ name, slug: name }))),
    },
  ];
}

function isOther(
  { slug, project }: FakeBitbucketServer,
  params: Record<string, string>,
): boolean {
  return params.slug !== slug || params.project !== project;
}

/** Refs by their whole names: what has a shorter one is ambiguous. */
export function resolve(
  { git }: FakeBitbucketServer,
  name: string,
): MemoryCommit | undefined {
  const [, kind, short] = /^refs\/(heads|tags)\/(.*)$/.exec(name) ?? [];
  if (kind === 'heads') return git.commit(git.branches.get(short));
  if (kind === 'tags') return git.commit(git.tags.get(short));
  return git.commit(name);
}

export function noSuchCommit(name: string): FakeAnswer {
  return refusal(
    404,
    `Commit '${name}' does not exist in repository 'gitops'.`,
    'commit.NoSuchCommitException',
  );
}

function commits(
  bitbucket: FakeBitbucketServer,
  query: URLSearchParams,
): FakeAnswer {
  const { git } = bitbucket;
  const until = query.get('until')!;
  const since = query.get('since');
  const head = resolve(bitbucket, until);
  const before = since === null ? undefined : resolve(bitbucket, since);
  if (!head) return noSuchCommit(until);
  if (since !== null && !before) return noSuchCommit(since);
  const path = query.get('path') ?? '';
  const all = path ? git.changesOf(head.sha, path) : git.history(head.sha);
  const found = before ? git.between(before.sha, head.sha, path) : all;
  return paged(query, found.map(shownCommit));
}

export function shownCommit(commit: MemoryCommit) {
  const { sha, message, author, date, parents } = commit;
  return {
    id: sha,
    displayId: sha.slice(0, 11),
    message,
    author: {
      name: 'dana',
      displayName: author.name,
      emailAddress: author.email,
    },
    authorTimestamp: Date.parse(date),
    parents: parents.map(id => ({ id, displayId: id.slice(0, 11) })),
  };
}
