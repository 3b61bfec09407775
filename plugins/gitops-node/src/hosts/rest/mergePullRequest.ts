import type {
  CallOptions,
  GitRepository,
  MergeAnswer,
  PullRequest,
} from '../GitHost';
import { GitHostError } from '../GitHostError';

/**
 * Looks at a pull request before it is merged, and again afterwards: what counts is how it is then, not what the host answered.
 *
 * @param mergeIt - has the host merge it; what it waits for is answered
 * @throws GitHostError `conflict` where its head is another than expected
 */
export async function mergePullRequest(
  repository: GitRepository,
  { number, expectedHead }: { number: number; expectedHead: string },
  options: CallOptions,
  mergeIt: (pullRequest: PullRequest) => Promise<string | undefined>,
): Promise<MergeAnswer> {
  const name = `${repository.name} #${number}`;
  const present = await repository.pullRequest(number, options);
  if (present.state === 'merged') return { merged: true, pullRequest: present };
  if (present.state === 'closed')
    return { merged: false, reason: `${name} was closed without a merge.` };
  if (present.head !== expectedHead)
    throw new GitHostError(
      'conflict',
      `${name} was changed since it was looked at (${present.head.slice(
        0,
        8,
      )} instead of ${expectedHead.slice(0, 8)}): it is not merged`,
    );
  const reason = await mergeIt(present);
  const pullRequest = await repository.pullRequest(number, options);
  if (pullRequest.state === 'merged') return { merged: true, pullRequest };
  return {
    merged: false,
    reason: `${name} is not merged yet: ${
      reason ?? 'the host is still at it'
    }.`,
  };
}
