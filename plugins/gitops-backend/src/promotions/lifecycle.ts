import { isDeepStrictEqual } from 'node:util';
import type { PromotionState } from 'backstage-plugin-gitops-common';
import { afterPullRequests } from './afterPullRequests';
import { afterTracking, Tracked } from './afterTracking';
import { ended } from './ended';
import {
  hasEnded,
  isBeingDeployed,
  Person,
  StoredPromotion,
  StoredPullRequest,
} from './StoredPromotion';

/** What can happen to a promotion. */
export type PromotionEvent =
  /** The pull requests, as the Git host showed them or as far as they have been made */
  | {
      type: 'pullRequestsSeen';
      pullRequests: readonly StoredPullRequest[];
    }
  | ({ type: 'tracked' } & Tracked)
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
  if (isDeepStrictEqual(after, promotion)) return promotion;
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
      return promotion.mergedAt === undefined && promotion.state !== 'succeeded'
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
