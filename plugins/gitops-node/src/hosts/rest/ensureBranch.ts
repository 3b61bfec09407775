import type { BranchChange, CallOptions, GitRepository } from '../GitHost';
import { GitHostError } from '../GitHostError';

/** The first of the files that a commit has otherwise; undefined where it has all. */
export type Differing = (of: {
  files: BranchChange['files'];
  ref: string;
}) => Promise<string | undefined>;

/**
 * Finds a branch before it is made, and once more where making it fails: somebody else may have been faster, or an earlier answer got lost.
 *
 * @param host - `make` makes the branch with its commit, and answers its head
 */
export async function ensureBranch(
  repository: GitRepository,
  change: BranchChange,
  options: CallOptions,
  { make, differing }: { make(): Promise<string>; differing: Differing },
): Promise<{ head: string; made: boolean }> {
  const present = await repository.head(change.branch, options);
  if (present !== undefined)
    return found(repository, change, present, differing);
  try {
    return { head: await make(), made: true };
  } catch (error) {
    if (!(error instanceof GitHostError) || error.isTemporary) throw error;
    const head = await repository.head(change.branch, options);
    if (head === undefined) throw error;
    return found(repository, change, head, differing);
  }
}

/** A branch that is there is the one asked for where its files are. */
async function found(
  repository: GitRepository,
  { branch, files }: BranchChange,
  head: string,
  differing: Differing,
): Promise<{ head: string; made: boolean }> {
  const path = await differing({ files, ref: head });
  if (path !== undefined)
    throw new GitHostError(
      'conflict',
      `${repository.name}: the branch ${branch} exists with another ${path}. Delete it, or ask for another name`,
    );
  return { head, made: false };
}
