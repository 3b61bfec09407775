import type {
  PromotionCause,
  PromotionState,
  PromotionWave,
} from 'backstage-plugin-gitops-common';
import {
  hasEnded,
  isBeingDeployed,
  Person,
  StoredPromotion,
  StoredPullRequest,
} from './StoredPromotion';
import type { Progress } from './tracking/progress';
import {
  closedBecause,
  mergedBecause,
  mergedElsewhere,
  openBecause,
  whatStays,
} from './pullRequestCauses';

/** What can happen to a promotion. */
export type PromotionEvent =
  /** The pull requests, as the Git host showed them or as far as they have been made */
  | {
      type: 'pullRequestsSeen';
      pullRequests: readonly StoredPullRequest[];
    }
  /** How far each Application is after the merge; no waves where they are not known yet */
  | {
      type: 'tracked';
      progress: readonly Progress[];
      waves?: readonly PromotionWave[];
    }
  /** Another promotion takes its place */
  | { type: 'superseded'; by: StoredPromotion }
  | { type: 'withdrawn'; by: Person }
  /** Somebody stops following it after the merge */
  | { type: 'gaveUp'; by: Person };

/**
 * What becomes of a promotion when something happens to it: the only place that decides its state,
 * and that records which states it passes. Pure. Answers the same object where nothing changes.
 *
 * @param now - ISO 8601
 */
export function next(
  promotion: StoredPromotion,
  event: PromotionEvent,
  now: string,
): StoredPromotion {
  const after = decide(promotion, event, now);
  const { state, cause, passed } = after;
  return state === promotion.state
    ? after
    : { ...after, passed: [...passed, { state, cause, at: now }] };
}

function decide(
  promotion: StoredPromotion,
  event: PromotionEvent,
  now: string,
): StoredPromotion {
  switch (event.type) {
    case 'pullRequestsSeen':
      return mayStillMerge(promotion)
        ? afterPullRequests(promotion, event.pullRequests, now)
        : promotion;
    case 'tracked':
      return isBeingDeployed(promotion.state)
        ? afterTracking(promotion, event, now)
        : promotion;
    case 'superseded':
      return afterSuperseded(promotion, event.by, now);
    case 'withdrawn':
      return isOpen(promotion.state)
        ? { ...promotion, withdrawnBy: event.by }
        : promotion;
    case 'gaveUp': {
      const { version, to } = promotion;
      return isBeingDeployed(promotion.state)
        ? ended(promotion, 'closed', now, {
            code: 'notFollowed',
            params: { by: event.by.name, version, environment: to },
          })
        : promotion;
    }
    default:
      return promotion;
  }
}

/** Before the merge: it can still be withdrawn. */
export function isOpen(state: PromotionState): boolean {
  return state === 'requested' || state === 'pullRequestOpen';
}

/**
 * What ended without a merge goes on if its pull request turns up after all, or somebody opens it
 * again.
 */
function mayStillMerge({ state, mergedAt }: StoredPromotion): boolean {
  return mergedAt === undefined && state !== 'succeeded';
}

function afterPullRequests(
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
    if (!isOpen(promotion.state))
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

/** The Application that is worst off decides. */
const worstFirst = ['failed', 'replaced', 'merged', 'deploying'] as const;

function afterTracking(
  promotion: StoredPromotion,
  { progress, waves }: Extract<PromotionEvent, { type: 'tracked' }>,
  now: string,
): StoredPromotion {
  if (progress.length === 0) return promotion;
  const worst =
    worstFirst
      .map(stage => progress.find(one => one.stage === stage))
      .find(Boolean) ?? progress[0];
  const hasStarted = progress.some(one => one.stage !== 'merged');
  const followed: StoredPromotion = {
    ...promotion,
    obstacle: progress.find(one => one.obstacle)?.obstacle,
    deployingAt: promotion.deployingAt ?? (hasStarted ? now : undefined),
    waves: waves ?? promotion.waves,
  };
  const cause = worst.cause ?? promotion.cause;
  switch (worst.stage) {
    case 'arrived':
      return { ...ended(followed, 'succeeded', now, cause), waves: [] };
    case 'failed':
      return ended(followed, 'failed', now, cause);
    case 'replaced':
      return { ...ended(followed, 'superseded', now, cause), waves: [] };
    default:
      return { ...followed, state: hasStarted ? 'deploying' : 'merged', cause };
  }
}

/** An open one ends when its pull request has been closed, one that is being deployed at once. */
function afterSuperseded(
  promotion: StoredPromotion,
  by: StoredPromotion,
  now: string,
): StoredPromotion {
  if (hasEnded(promotion.state)) return promotion;
  const marked = { ...promotion, supersededBy: by.id };
  if (isOpen(promotion.state)) return marked;
  const isOwnRollback = by.rollsBack === promotion.id;
  return {
    ...ended({ ...marked, attempts: 0 }, 'superseded', now, {
      code: 'overtaken',
      params: {
        by: isOwnRollback ? 'ownRollback' : by.kind,
        to: by.version,
        version: promotion.version,
        environment: promotion.to,
      },
    }),
    waves: [],
  };
}

function ended(
  promotion: StoredPromotion,
  state: PromotionState,
  now: string,
  cause: PromotionCause,
): StoredPromotion {
  return {
    ...promotion,
    state,
    cause,
    obstacle: undefined,
    endedAt: promotion.endedAt ?? now,
  };
}

function latest(times: readonly (string | undefined)[]): string | undefined {
  return times
    .flatMap(time => time ?? [])
    .sort()
    .at(-1);
}
