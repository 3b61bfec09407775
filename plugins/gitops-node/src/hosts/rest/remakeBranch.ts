import type { BranchChange, CallOptions, GitRepository } from '../GitHost';
import { GitHostError } from '../GitHostError';
import type { Differing } from './ensureBranch';

/**
 * Finds a branch that was made anew already before it replaces one: an earlier answer may have got
 * lost. A branch that somebody changed is left as it is.
 *
 * @param host - `replace` replaces the branch, and answers its new head
 */
export async function remakeBranch(
  repository: GitRepository,
  change: BranchChange & { expectedHead: string },
  options: CallOptions,
  { replace, differing }: { replace(): Promise<string>; differing: Differing },
): Promise<{ head: string }> {
  const { branch, base, files, expectedHead } = change;
  const head = await repository.head(branch, options);
  if (head !== undefined) {
    const question = { commit: base.sha, of: head };
    const isUpToDate = await repository.isContained(question, options);
    if (isUpToDate && (await differing({ files, ref: head })) === undefined)
      return { head };
  }
  if (head === expectedHead) return { head: await replace() };
  throw new GitHostError(
    'conflict',
    `${repository.name}: the branch ${branch} was ${
      head === undefined ? 'deleted' : 'changed'
    } by somebody else, and is left as it is`,
  );
}
