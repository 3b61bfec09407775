import { git } from '../../git/git';
import { mergeBase } from '../../git/log';
import { mergeCommits, type MergeMethod } from '../../git/mergeCommits';
import { remembered } from '../../git/remembered';
import { threeWayMerge } from '../../git/threeWayMerge';
import { canDo, checkNotArchived } from '../access';
import { ForgeError, notFound } from '../ForgeError';
import type { HostedRepository } from '../HostedRepository';
import { personOf, type User } from '../Users';
import { checkProtection } from './BranchProtection';
import { isDraft, type PullRequest } from './PullRequest';

export interface MergeRequest {
  method: MergeMethod;
  by: User;
  /** The head that was reviewed; another one is refused */
  expectedHead?: string;
  title?: string;
  message?: string;
  deleteBranch?: boolean;
}

/**
 * Merges an open pull request and moves its base branch, which tells everyone who listens.
 * @throws ForgeError 405 when merged already, not mergeable, not approved or not for this person,
 *   404 when closed, 409 when the head is another, 423 when archived
 */
export async function mergePull(
  repository: HostedRepository,
  pull: PullRequest,
  request: MergeRequest,
): Promise<string> {
  const { forge, git: bare } = repository;
  const commit = await bare.write(request.by.login, async () => {
    if (pull.merged) throw new ForgeError(405, 'The PR is already merged');
    if (pull.state === 'closed') throw notFound();
    checkNotArchived(repository);
    if (!canDo(repository, request.by, 'write'))
      throw new ForgeError(405, 'User not allowed to merge PR');
    if (isDraft(pull))
      throw new ForgeError(405, 'Work in progress PRs cannot be merged');
    checkProtection(repository.protections.get(pull.baseBranch), pull);
    const base = bare.heads().get(pull.baseBranch);
    const head = bare.heads().get(pull.headBranch);
    if (!base || !head) throw notFound();
    if (request.expectedHead && request.expectedHead !== head)
      throw new ForgeError(409, 'head out of date');
    const at = forge.now();
    const merged = await mergeCommits(bare.dir, {
      method: request.method,
      onto: base,
      head,
      message: messageOf(pull, request),
      author:
        request.method === 'squash'
          ? { ...personOf(pull.poster), date: at }
          : undefined,
      committer: { ...personOf(request.by), date: at },
    });
    // Gitea's words for a conflict, since it learns of one in the background
    if (!merged) throw new ForgeError(405, 'Please try again later');
    await git(['update-ref', `refs/pull/${pull.number}/head`, head], {
      dir: bare.dir,
    });
    await git(['update-ref', `refs/heads/${pull.baseBranch}`, merged, base], {
      dir: bare.dir,
    });
    pull.headSha = head;
    pull.state = 'closed';
    pull.closedAt = at;
    pull.merged = { at, by: request.by, commit: merged, base };
    if (request.deleteBranch && pull.headBranch !== repository.defaultBranch) {
      await git(['update-ref', '-d', `refs/heads/${pull.headBranch}`], {
        dir: bare.dir,
      });
    }
    return merged;
  });
  repository.pulls.changed(pull, 'closed', request.by);
  return commit;
}

const mergesCleanly = remembered(500, canMerge);

/** Whether an open pull request merges without a conflict. */
export async function isMergeable(
  repository: HostedRepository,
  pull: PullRequest,
): Promise<boolean> {
  if (pull.merged) return true;
  const ours = repository.git.heads().get(pull.baseBranch);
  return (
    ours !== undefined && mergesCleanly(repository.git.dir, ours, pull.headSha)
  );
}

async function canMerge(
  dir: string,
  ours: string,
  theirs: string,
): Promise<boolean> {
  const base = await mergeBase(dir, ours, theirs);
  if (!base) return false;
  if (base === ours) return true;
  return (await threeWayMerge(dir, { base, ours, theirs })) !== undefined;
}

function messageOf(
  pull: PullRequest,
  { method, title, message }: MergeRequest,
): string {
  const subject =
    method === 'merge' || method === 'rebase-merge'
      ? `Merge pull request '${pull.title}' (#${pull.number}) from ${pull.headBranch} into ${pull.baseBranch}`
      : `${pull.title} (#${pull.number})`;
  return [title || subject, message].filter(Boolean).join('\n\n');
}
