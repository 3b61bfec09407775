import type {
  CallOptions,
  GitRepository,
  MergeAnswer,
  MergeRequest,
  PullRequest,
} from '../GitHost';
import { GitHostError } from '../GitHostError';
import type { Waiting } from './RestPullRequests';

/**
 * Looks at a pull request before it is merged, and again afterwards: what counts is how it is then,
 * not what the host answered. One whose checks failed is merged only by the host's own auto-merge,
 * which waits for those that are required.
 *
 * @param host - `accept` has the host merge it, and answers what it waits for; `acceptWhenReady`
 *   has the host merge it later, and answers false where the host won't
 * @throws GitHostError `conflict` where its head or its base is another than expected
 */
export async function mergePullRequest(
  repository: GitRepository,
  merge: MergeRequest,
  options: CallOptions,
  host: {
    accept(): Promise<Waiting | undefined>;
    acceptWhenReady(): Promise<boolean>;
  },
): Promise<MergeAnswer> {
  const { number, expectedHead, expectedBase, whenReady, unlessLabel } = merge;
  const name = `${repository.name} #${number}`;
  const present = await repository.pullRequest(number, options);
  if (expectedBase !== undefined && present.base !== expectedBase)
    throw new GitHostError(
      'conflict',
      present.state === 'merged'
        ? `${name} was merged into ${present.base} instead of ${expectedBase}`
        : `${name} was retargeted to ${present.base} instead of ${expectedBase}: it is not merged`,
    );
  if (present.state === 'merged') return { merged: true, pullRequest: present };
  if (present.state === 'closed')
    return {
      merged: false,
      reason: `${name} was closed without a merge.`,
      pullRequest: present,
    };
  if (present.head !== expectedHead)
    throw new GitHostError(
      'conflict',
      `${name} was changed since it was looked at (${present.head.slice(
        0,
        8,
      )} instead of ${expectedHead.slice(0, 8)}): it is not merged`,
    );
  const label = present.labels?.find(
    one => one.toLowerCase() === unlessLabel?.toLowerCase(),
  );
  if (label !== undefined)
    return {
      merged: false,
      isHeld: true,
      reason: `${name} has the label ${label}: it is not merged before that is removed.`,
      pullRequest: present,
    };
  const failed = whenReady ? undefined : failureOf(present);
  if (failed !== undefined)
    return {
      merged: false,
      reason: `${name} is not merged: ${failed}.`,
      pullRequest: present,
    };
  const waiting = await host.accept();
  const isQueued =
    waiting !== undefined && whenReady && (await host.acceptWhenReady());
  const pullRequest = await repository.pullRequest(number, options);
  if (pullRequest.state === 'merged') return { merged: true, pullRequest };
  const { reason, isOutdated } =
    typeof waiting === 'object'
      ? waiting
      : { reason: waiting, isOutdated: undefined };
  return {
    merged: false,
    ...(isQueued ? { isQueued } : {}),
    reason: `${name} is not merged yet: ${
      reason ?? 'the host is still at it'
    }.`,
    pullRequest: isOutdated ? { ...pullRequest, isOutdated } : pullRequest,
  };
}

/** What failed, after "is not merged: "; undefined where nothing did. */
function failureOf({ checks, failedChecks = [] }: PullRequest) {
  if (!checks || checks.failed === 0) return undefined;
  const [first, ...others] = failedChecks;
  if (first === undefined)
    return checks.failed === 1
      ? 'a check of it failed'
      : `${checks.failed} checks of it failed`;
  return others.length === 0
    ? `its check ${first} failed`
    : `its checks ${[first, ...others.slice(0, -1)].join(', ')} and ${others.at(
        -1,
      )} failed`;
}
