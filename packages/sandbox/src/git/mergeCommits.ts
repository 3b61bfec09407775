import { gitText } from './git';
import { formatSignature, type Signature } from './Signature';
import { listCommits, mergeBase, readCommits } from './log';
import { threeWayMerge } from './threeWayMerge';

/** How a branch is brought into another. */
export type MergeMethod = 'merge' | 'squash' | 'rebase' | 'rebase-merge';

export interface Merge {
  method: MergeMethod;
  /** Head of the branch that is merged into */
  onto: string;
  /** Head of the branch that is merged */
  head: string;
  message: string;
  /** Who wrote the squashed commit; the committer where absent */
  author?: Signature;
  committer: Signature;
}

/**
 * Writes the commits of a merge. Returns the new head of the base, undefined on a conflict; moves
 * no branch.
 */
export async function mergeCommits(
  dir: string,
  merge: Merge,
): Promise<string | undefined> {
  if (merge.method === 'rebase') return rebase(dir, merge);
  if (merge.method === 'rebase-merge') return rebaseAndMerge(dir, merge);
  const base = await mergeBase(dir, merge.onto, merge.head);
  if (!base) return undefined;
  const tree = await threeWayMerge(dir, {
    base,
    ours: merge.onto,
    theirs: merge.head,
  });
  if (!tree) return undefined;
  const parents =
    merge.method === 'merge' ? [merge.onto, merge.head] : [merge.onto];
  return storeCommit(dir, {
    ...merge,
    tree,
    parents,
    author: merge.author ?? merge.committer,
  });
}

/**
 * A merge commit of the commits put on top of `onto`, so that there is one even where the branch
 * was there already.
 */
async function rebaseAndMerge(
  dir: string,
  merge: Merge,
): Promise<string | undefined> {
  const tip = await rebase(dir, merge);
  if (!tip) return undefined;
  const tree = await gitText(['rev-parse', `${tip}^{tree}`], { dir });
  return storeCommit(dir, {
    ...merge,
    tree,
    parents: [merge.onto, tip],
    author: merge.author ?? merge.committer,
  });
}

/** Puts each commit on top of `onto`; a branch that is there already stays as it is. */
async function rebase(
  dir: string,
  { onto, head, committer }: Merge,
): Promise<string | undefined> {
  if ((await mergeBase(dir, onto, head)) === onto) return head;
  const commits = await readCommits(
    dir,
    await listCommits(dir, { to: head, from: onto }, { reverse: true }),
  );
  let tip = onto;
  for (const commit of commits.filter(({ parents }) => parents.length === 1)) {
    const tree = await threeWayMerge(dir, {
      base: commit.parents[0],
      ours: tip,
      theirs: commit.sha,
    });
    if (!tree) return undefined;
    tip = await storeCommit(dir, {
      tree,
      parents: [tip],
      author: commit.author,
      committer,
      message: commit.message,
    });
  }
  return tip;
}

function storeCommit(
  dir: string,
  commit: {
    tree: string;
    parents: string[];
    author: Signature;
    committer: Signature;
    message: string;
  },
): Promise<string> {
  const input = [
    `tree ${commit.tree}`,
    ...commit.parents.map(parent => `parent ${parent}`),
    `author ${formatSignature(commit.author)}`,
    `committer ${formatSignature(commit.committer)}`,
    '',
    commit.message.replace(/\0/g, '').replace(/\n*$/, '\n'),
  ].join('\n');
  return gitText(['hash-object', '-t', 'commit', '-w', '--stdin'], {
    dir,
    input,
  });
}
