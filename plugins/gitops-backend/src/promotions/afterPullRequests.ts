import { ended } from './ended';
import {
  closedBecause,
  mergedBecause,
  mergedElsewhere,
  openBecause,
  whatStays,
} from './pullRequestCauses';
import {
  hasEnded,
  StoredPromotion,
  StoredPullRequest,
} from './StoredPromotion';

/**
 * The next state of a promotion before its merge, from the states of its pull requests. One that
 * ended without a merge continues if its pull request turns up after all, or is opened again.
 */
export function afterPullRequests(
  promotion: StoredPromotion,
  pullRequests: readonly StoredPullRequest[],
  now: string,
): StoredPromotion {
  const are = (...states: StoredPullRequest['state'][]) =>
    pullRequests.every(one => states.includes(one.state));
  const { version, to } = promotion;
  const seen = {
    ...promotion,
    openedAt:
      promotion.openedAt ?? latest(pullRequests.map(one => one.openedAt)),
    obstacle: pullRequests.find(one => one.obstacle)?.obstacle,
  };
  const elsewhere = mergedElsewhere(pullRequests);
  if (elsewhere)
    return ended(seen, 'failed', now, {
      code: 'mergedElsewhere',
      params: { ...elsewhere, environment: to, previous: promotion.previous },
    });
  if (are('merged'))
    return {
      ...seen,
      state: 'merged',
      mergedAt: latest(pullRequests.map(one => one.endedAt)) ?? now,
      endedAt: undefined,
      withdrawnBy: undefined,
      obstacle: undefined,
      cause: mergedBecause(pullRequests),
    };
  const failed = pullRequests.find(one => one.state === 'failed');
  if (failed)
    return ended(seen, 'failed', now, {
      code: 'notOpened',
      params: {
        ...whatStays(promotion, pullRequests),
        ...(failed.refusal !== undefined && { detail: failed.refusal }),
      },
    });
  if (pullRequests.some(one => one.state === 'closed')) {
    // What it says may be more by now: another of its pull requests was merged
    if (promotion.state === 'failed') return promotion;
    if (hasEnded(promotion.state))
      return { ...promotion, cause: closedBecause(promotion, pullRequests) };
    return ended(
      seen,
      promotion.supersededBy ? 'superseded' : 'closed',
      now,
      closedBecause(promotion, pullRequests),
    );
  }
  const known = {
    ...seen,
    endedAt: undefined,
    // Whoever opened it again wants it
    ...(hasEnded(promotion.state) && {
      withdrawnBy: undefined,
      supersededBy: undefined,
    }),
  };
  if (are('open', 'merged'))
    return {
      ...known,
      state: 'pullRequestOpen',
      cause: openBecause(pullRequests),
    };
  return {
    ...known,
    state: 'requested',
    cause: { code: 'opening', params: { version, environment: to } },
  };
}

function latest(times: readonly (string | undefined)[]): string | undefined {
  return times
    .flatMap(time => time ?? [])
    .sort()
    .at(-1);
}
