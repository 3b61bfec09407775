import type { UnqueuedBecause } from 'backstage-plugin-gitops-common';
import type { GitRepository } from 'backstage-plugin-gitops-node';
import { FOUR_EYES } from '../gates/fourEyes';
import { isRetargeted } from '../pullRequestCauses';
import { isCleared } from '../statuses/answers';
import type { QueuedMerge, StoredPullRequest } from '../StoredPromotion';
import { DriveOptions, withObservation } from './observation';

/** Why the host must not merge what somebody left to it; undefined where it may. Pure. */
export function mustNotMerge(
  row: StoredPullRequest,
): UnqueuedBecause | undefined {
  const { head, observed, statuses, queued } = row;
  if (observed?.holdLabel !== undefined) return 'held';
  if (observed !== undefined && observed.head !== head) return 'changed';
  if (isRetargeted(row)) return 'retargeted';
  // The host takes only what somebody else has approved: that they take it back stops the merge
  const isTaken = queued?.state === 'taken';
  const isBlocked = statuses?.gates.some(
    ({ gate, state }) =>
      state === 'failure' ||
      (isTaken && gate === FOUR_EYES && state !== 'success'),
  );
  return isBlocked ? 'blocked' : undefined;
}

/**
 * Leaves the merge to the host, in the name of who asked for that, if all gates allow it now, and
 * it is still what was seen: both may be old. A host refuses what is another by now, each time.
 */
export async function queue(
  before: StoredPullRequest,
  repository: GitRepository,
  options: DriveOptions,
): Promise<StoredPullRequest> {
  const evaluated = await options.evaluate(before);
  const { queued, number, head, base } = evaluated;
  const row = withObservation(
    evaluated,
    await repository.pullRequest(number!, options),
    options.holdLabel,
  );
  if (row.state !== 'open') return row;
  const reason = mustNotMerge(row);
  if (reason) return withState(row, { state: reason });
  if (!isCleared(row)) return row;
  const answer = await repository.merge(
    {
      number: number!,
      expectedHead: head!,
      expectedBase: base,
      method: queued!.method,
      whenReady: true,
      unlessLabel: options.holdLabel,
    },
    options,
  );
  if (answer.merged)
    return withObservation(
      { ...row, mergingBy: queued!.by },
      answer.pullRequest,
      options.holdLabel,
    );
  const found = withObservation(row, answer.pullRequest, options.holdLabel);
  if (answer.isQueued) return withState(found, { state: 'taken' });
  return withState(
    found,
    answer.isHeld
      ? { state: 'held' }
      : { state: 'refused', detail: answer.reason },
  );
}

/** Takes the merge back from the host, if it has not merged it meanwhile. */
export async function unqueue(
  row: StoredPullRequest,
  repository: GitRepository,
  options: DriveOptions,
): Promise<StoredPullRequest> {
  const number = row.number!;
  const pullRequest = await repository.pullRequest(number, options);
  const found = withObservation(row, pullRequest, options.holdLabel);
  const reason = found.state === 'open' && mustNotMerge(found);
  if (!reason) return found;
  await repository.cancelMerge?.({ number }, options);
  return withState(found, { state: reason });
}

/**
 * Whether the host has dropped what it had taken over. To be asked before the look at the pull
 * request.
 */
export async function isDropped(
  { queued, number }: StoredPullRequest,
  repository: GitRepository,
  options: DriveOptions,
): Promise<boolean> {
  if (queued?.state !== 'taken' || !repository.isQueued) return false;
  return !(await repository.isQueued({ number: number! }, options));
}

export function withState(
  row: StoredPullRequest,
  { state, detail }: Pick<QueuedMerge, 'state' | 'detail'>,
): StoredPullRequest {
  return { ...row, queued: { ...row.queued!, state, detail } };
}
