import type {
  CallOptions,
  GitRepository,
  PullRequest,
  PullRequestChange,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import type { PullRequestQuery } from './RestPullRequests';

export interface EnsuredPullRequest {
  pullRequest: PullRequest;
  made: boolean;
}

/**
 * Finds a pull request before it is opened, and once more where opening it fails. Some hosts open
 * one that brings nothing, so that is looked at first.
 *
 * @param host - `open` opens it, and answers its number
 */
export async function ensurePullRequest(
  repository: GitRepository,
  request: PullRequestChange,
  options: CallOptions,
  host: {
    find(of: PullRequestQuery): Promise<PullRequest | undefined>;
    open(): Promise<number>;
  },
): Promise<EnsuredPullRequest> {
  const { branch, base } = request;
  const find = async (): Promise<EnsuredPullRequest | undefined> => {
    const exact = await host.find({ branch, base });
    const isOpen = exact?.state === 'open';
    // Somebody may have retargeted it
    const pullRequest = isOpen
      ? exact
      : (await host.find({ branch, isOpen: true })) ?? exact;
    return pullRequest && { pullRequest, made: false };
  };
  const present = await find();
  if (present) return present;
  await checkDifference(repository, request, options);
  try {
    const number = await host.open();
    const pullRequest = await repository.pullRequest(number, options);
    return { pullRequest, made: true };
  } catch (error) {
    if (!(error instanceof GitHostError) || error.isTemporary) throw error;
    const now = await find();
    if (now) return now;
    throw error;
  }
}

async function checkDifference(
  repository: GitRepository,
  { branch, base }: PullRequestChange,
  options: CallOptions,
): Promise<void> {
  const commit = await headOf(repository, branch, options);
  const of = await headOf(repository, base, options);
  if (await repository.isContained({ commit, of }, options))
    throw new GitHostError(
      'nothingToMerge',
      `${repository.name}: ${base} has all of ${branch} already`,
    );
}

async function headOf(
  repository: GitRepository,
  branch: string,
  options: CallOptions,
): Promise<string> {
  const head = await repository.head(branch, options);
  if (head !== undefined) return head;
  throw new GitHostError(
    'notFound',
    `${repository.name} has no branch ${branch}`,
  );
}
