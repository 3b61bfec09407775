import type { BranchChange, CallOptions, GitRepository } from '../GitHost';
import { GitHostError } from '../GitHostError';

/**
 * Finds a branch before it is made, and once more where making it fails: somebody else may have been faster, or an earlier answer got lost.
 *
 * @param make - makes the branch with its commit, and answers its head
 */
export async function ensureBranch(
  repository: GitRepository,
  change: BranchChange,
  options: CallOptions,
  make: () => Promise<string>,
): Promise<{ head: string; made: boolean }> {
  const present = await repository.head(change.branch, options);
  if (present !== undefined) return found(repository, change, present, options);
  try {
    return { head: await make(), made: true };
  } catch (error) {
    if (!(error instanceof GitHostError) || error.isTemporary) throw error;
    const head = await repository.head(change.branch, options);
    if (head === undefined) throw error;
    return found(repository, change, head, options);
  }
}

/** A branch that is there is the one asked for where its files are. */
async function found(
  repository: GitRepository,
  { branch, files }: BranchChange,
  head: string,
  options: CallOptions,
): Promise<{ head: string; made: boolean }> {
  for (const [path, bytes] of files) {
    const there = await repository.read({ path, ref: head }, options);
    const isSame =
      there === undefined || bytes === null
        ? there === undefined && bytes === null
        : Buffer.compare(there, bytes) === 0;
    if (!isSame)
      throw new GitHostError(
        'conflict',
        `${repository.name}: the branch ${branch} exists with another ${path}. Delete it, or ask for another name`,
      );
  }
  return { head, made: false };
}
