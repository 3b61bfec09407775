import { z } from 'zod';
import {
  FakeAnswer,
  FakeRoute,
  made,
  ok,
} from '../../__testUtils__/FakeServer';
import type { MemoryCommit, MemoryGit } from '../../__testUtils__/MemoryGit';
import { list, refusal } from './answers';
import type { FakeAzureDevOps } from './FakeAzureDevOps';
import { unresolvable, versionOf } from './versions';

const text = z.string();
const sha = z.string().regex(/^[0-9a-f]{40}$/);
const NOTHING = '0'.repeat(40);
/** Of a commit's message in a list. How many characters it really is is not described. */
const LIST_COMMENT = 40;

/** `GitPush`, of one commit on one ref */
const pushBody = z.strictObject({
  refUpdates: z.tuple([z.strictObject({ name: text, oldObjectId: sha })]),
  commits: z.tuple([
    z.strictObject({
      comment: text,
      changes: z.array(
        z.discriminatedUnion('changeType', [
          z.strictObject({
            changeType: z.enum(['add', 'edit']),
            item: z.strictObject({ path: text.startsWith('/') }),
            newContent: z.strictObject({
              content: text,
              contentType: z.literal('base64encoded'),
            }),
          }),
          z.strictObject({
            changeType: z.literal('delete'),
            item: z.strictObject({ path: text.startsWith('/') }),
          }),
        ]),
      ),
    }),
  ]),
});

/** A list of `GitRefUpdate`, which deletes a ref or has it point to another commit */
const refsBody = z.tuple([
  z.strictObject({
    name: text,
    oldObjectId: sha,
    newObjectId: sha,
  }),
]);

export function repositoryRoutes(azure: FakeAzureDevOps): FakeRoute[] {
  const { git, pulls, keptBranches } = azure;
  return [
    {
      method: 'GET',
      path: '/refs',
      query: ['filter', '$top', 'continuationToken'],
      answer: ({ query }) =>
        list(
          [...git.branches]
            .map(([branch, objectId]) => ({
              name: `refs/heads/${branch}`,
              objectId,
            }))
            .filter(({ name }) =>
              name.startsWith(`refs/${query.get('filter') ?? ''}`),
            ),
        ),
    },
    {
      method: 'POST',
      path: '/refs',
      body: refsBody,
      answer: ({ body: [{ name, oldObjectId, newObjectId }] }) => {
        const branch = branchOf(name);
        const success =
          git.branches.get(branch) === oldObjectId && !keptBranches.has(branch);
        pulls.keepHeads(branch);
        if (success && newObjectId === NOTHING) git.branches.delete(branch);
        else if (success) git.branches.set(branch, newObjectId);
        const refused = keptBranches.has(branch)
          ? 'writePermissionRequired'
          : 'staleOldObjectId';
        const updateStatus = success ? 'succeeded' : refused;
        return list([
          { name, oldObjectId, newObjectId, success, updateStatus },
        ]);
      },
    },
    {
      method: 'GET',
      path: '/commits',
      query: [
        'searchCriteria.itemPath',
        'searchCriteria.$top',
        'searchCriteria.itemVersion.version!',
        'searchCriteria.itemVersion.versionType!',
        'searchCriteria.compareVersion.version',
        'searchCriteria.compareVersion.versionType',
      ],
      answer: ({ query }) => {
        const at = versionOf(git, query, 'searchCriteria.itemVersion');
        const isRange = query.has('searchCriteria.compareVersion.version');
        const to =
          isRange && versionOf(git, query, 'searchCriteria.compareVersion');
        if (!at || (isRange && !to)) return unresolvable();
        const path = (query.get('searchCriteria.itemPath') ?? '/').slice(1);
        const found = to
          ? git.between(at.sha, to.sha, path)
          : git.changesOf(at.sha, path);
        return list(
          found
            .slice(0, Number(query.get('searchCriteria.$top') ?? 100))
            .map(one => shownCommit(one, LIST_COMMENT)),
        );
      },
    },
    {
      method: 'GET',
      path: '/commits/:sha',
      query: ['changeCount'],
      answer: ({ params }) => {
        const commit = git.commit(params.sha);
        return commit ? ok(shownCommit(commit)) : unresolvable();
      },
    },
    {
      method: 'GET',
      path: '/commits/:sha/changes',
      query: ['top', 'skip'],
      answer: ({ params, query }) => {
        const commit = git.commit(params.sha);
        if (!commit) return unresolvable();
        const skip = Number(query.get('skip') ?? 0);
        const top = Number(query.get('top') ?? 100);
        return ok({
          changeCounts: {},
          changes: changesOf(git.changedBy(commit)).slice(skip, skip + top),
        });
      },
    },
    {
      method: 'GET',
      path: '/commits/:sha/mergebases',
      query: ['otherCommitId!'],
      answer: ({ params, query }) => {
        const one = git.commit(params.sha);
        const other = git.commit(query.get('otherCommitId')!);
        if (!one || !other) return unresolvable();
        const base = git.mergeBase(one.sha, other.sha);
        return list(base ? [{ commitId: base }] : []);
      },
    },
    {
      method: 'POST',
      path: '/pushes',
      body: pushBody,
      answer: ({ body }) => push(git, body),
    },
  ];
}

function push(git: MemoryGit, body: z.infer<typeof pushBody>): FakeAnswer {
  const [{ name, oldObjectId }] = body.refUpdates;
  const [{ comment, changes }] = body.commits;
  const branch = branchOf(name);
  const start = git.commit(oldObjectId);
  // A new ref may begin at any commit
  if ((git.branches.get(branch) ?? oldObjectId) !== oldObjectId)
    return refusal(
      409,
      `TF401028: The reference '${name}' has already been updated by another client, so you cannot update it. Please try again.`,
      'GitReferenceStaleException',
    );
  if (!start) return unresolvable();
  for (const { changeType, item } of changes)
    if (start.tree.has(item.path.slice(1)) === (changeType === 'add'))
      return refusal(400, `The path '${item.path}' can't be ${changeType}ed.`);
  const commit = git.write({
    parents: [oldObjectId],
    message: comment,
    files: changes.map(
      one =>
        [
          one.item.path.slice(1),
          one.changeType === 'delete'
            ? null
            : Buffer.from(one.newContent.content, 'base64'),
        ] as const,
    ),
  });
  git.branches.set(branch, commit);
  return made({
    commits: [shownCommit(git.commit(commit)!)],
    refUpdates: [{ name, oldObjectId, newObjectId: commit }],
    pushId: 1,
  });
}

/** Folders are listed with their files: https://learn.microsoft.com/answers/questions/707633/ */
function changesOf(paths: readonly string[]) {
  const folders = paths.flatMap(path =>
    path
      .split('/')
      .slice(0, -1)
      .map((_, index, parts) => parts.slice(0, index + 1).join('/')),
  );
  const shown = (path: string, gitObjectType: string) => ({
    item: { path: `/${path}`, gitObjectType },
    changeType: 'edit',
  });
  return [
    ...[...new Set(folders)].map(path => shown(path, 'tree')),
    ...paths.map(path => shown(path, 'blob')),
  ];
}

function branchOf(name: string): string {
  return name.replace('refs/heads/', '');
}

function shownCommit(
  { sha: commitId, message, author, date, parents }: MemoryCommit,
  length = Infinity,
) {
  const person = { ...author, date };
  return {
    commitId,
    parents,
    author: person,
    committer: person,
    comment: message.slice(0, length),
    ...(message.length > length ? { commentTruncated: true } : {}),
  };
}
