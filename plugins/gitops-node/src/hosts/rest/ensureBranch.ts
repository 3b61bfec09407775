import type { BranchChange, CallOptions, GitRepository } from '../GitHost';
import { GitHostError } from '../GitHostError';

/** The first of the files that a commit has otherwise; undefined where it has all. */
export type Differing = (of: {
  files: BranchChange['files'];
  ref: string;
}) => Promise<string | undefined>;

/**
 * Finds a branch before it is made, and once more where making it fails: somebody else may have
 * been faster, or an earlier answer got lost.
 *
 * @param host - `make` makes the branch with its commit, and answers its head. `complete` goes on
 *   with a branch that an earlier call left half made, on hosts that need several requests for one,
 *   and answers its head; undefined where the branch is not a part of what is asked for
 */
export async function ensureBranch(
  repository: Pick<GitRepository, 'name' | 'head'>,
  change: BranchChange,
  options: CallOptions,
  host: {
    make(): Promise<string>;
    differing: Differing;
    complete?(head: string): Promise<string | undefined>;
  },
): Promise<{ head: string; made: boolean }> {
  const find = (head: string) => found(repository, change, head, host);
  const present = await repository.head(change.branch, options);
  if (present !== undefined) return find(present);
  try {
    return { head: await host.make(), made: true };
  } catch (error) {
    if (!(error instanceof GitHostError) || error.isTemporary) throw error;
    const head = await repository.head(change.branch, options);
    if (head === undefined) throw error;
    return find(head);
  }
}

/** A branch that is there is the one asked for where its files are. */
async function found(
  repository: Pick<GitRepository, 'name' | 'head'>,
  { branch, files }: BranchChange,
  head: string,
  host: {
    differing: Differing;
    complete?(head: string): Promise<string | undefined>;
  },
): Promise<{ head: string; made: boolean }> {
  const path = await host.differing({ files, ref: head });
  if (path === undefined) return { head, made: false };
  const completed = await host.complete?.(head);
  if (completed === undefined)
    throw new GitHostError(
      'conflict',
      `${repository.name}: the branch ${branch} exists with another ${path}. Delete it, or ask for another name`,
    );
  return { head: completed, made: true };
}
