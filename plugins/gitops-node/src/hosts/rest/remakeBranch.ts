import type { BranchChange, CallOptions, GitRepository } from '../GitHost';
import { GitHostError } from '../GitHostError';
import type { Differing } from './ensureBranch';

/** A commit, as far as it shows whether it is ours. */
export interface ShownCommit {
  message: string;
  /** Their SHAs */
  parents: readonly string[];
  /** Files that it changes, as its first parent has them */
  paths: readonly string[];
}

interface Remaking {
  /** Replaces the branch, and answers its new head */
  replace(): Promise<string>;
  show(commit: string): Promise<ShownCommit>;
  differing: Differing;
}

/**
 * Finds a branch that was made anew already before it replaces one: an earlier answer may have been
 * lost. A branch that somebody changed is left as it is.
 *
 * @throws GitHostError `conflict` where the head is neither the expected one nor of our making
 */
export async function remakeBranch(
  repository: Pick<GitRepository, 'name' | 'head' | 'isContained'>,
  change: BranchChange & { expectedHead: string },
  options: CallOptions,
  host: Remaking,
): Promise<{ head: string }> {
  const { branch, expectedHead } = change;
  const head = await repository.head(branch, options);
  if (head && (await isMadeAnew(repository, change, head, options, host)))
    return { head };
  if (head === expectedHead) return { head: await host.replace() };
  throw new GitHostError(
    'conflict',
    `${repository.name}: the branch ${branch} was ${
      head === undefined ? 'deleted' : 'changed'
    } by somebody else, and is left as it is`,
  );
}

/**
 * Whether one commit of ours, and nothing else, lies between the base and the head. The same bytes
 * alone prove nothing: a commit that somebody pushed on top leaves them as they are.
 */
async function isMadeAnew(
  repository: Pick<GitRepository, 'name' | 'head' | 'isContained'>,
  { base, files, message }: BranchChange,
  head: string,
  options: CallOptions,
  { show, differing }: Remaking,
): Promise<boolean> {
  const found = await show(head);
  const isOurs =
    found.parents.length === 1 &&
    isMessage(found.message, message) &&
    found.paths.every(path => files.has(path));
  return (
    isOurs &&
    (await isOnBase(repository, base, found.parents[0], options)) &&
    (await differing({ files, ref: head })) === undefined
  );
}

/** Hosts add trailers to a message, as Gitea does where it signs commits. */
function isMessage(found: string, ours: string): boolean {
  return `${found.trimEnd()}\n`.startsWith(`${ours.trimEnd()}\n`);
}

/**
 * Gitea makes the commit on the base branch's present head, which may be newer than the expected
 * one.
 */
async function isOnBase(
  repository: Pick<GitRepository, 'name' | 'head' | 'isContained'>,
  base: BranchChange['base'],
  parent: string,
  options: CallOptions,
): Promise<boolean> {
  if (parent === base.sha) return true;
  const isContained = async (commit: string, of: string | undefined) =>
    of !== undefined &&
    (await repository.isContained({ commit, of }, options)) === true;
  return (
    (await isContained(base.sha, parent)) &&
    (await isContained(parent, await repository.head(base.branch, options)))
  );
}
