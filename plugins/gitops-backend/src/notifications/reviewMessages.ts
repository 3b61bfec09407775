import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { promotionSentence } from 'backstage-plugin-gitops-common';
import type { PromotionRecord } from '../promotions/store/Records';
import type { StoredPromotion } from '../promotions/StoredPromotion';
import type { NotifiedReview } from './ReviewStore';

/** A page of the portal, by a promotion. */
type PathOf = (promotion: StoredPromotion) => string;

/** What reviewers are notified of while a pull request waits for them. */
export function reviewIsWaitedFor(
  review: NotifiedReview,
  records: readonly PromotionRecord[],
  pathOf: PathOf,
): NotificationSendOptions {
  const { requestedByName, reason, automatic } = records[0].promotion;
  return messageTo(review, records, pathOf, {
    title: `${whatOf(records)} needs your review`,
    description: automatic ? reason : `${requestedByName}: ${reason}`,
    severity: 'normal',
  });
}

/** What takes the place of that when nobody waits for a review any more. */
export function reviewIsOver(
  review: NotifiedReview,
  records: readonly PromotionRecord[],
  pathOf: PathOf,
): NotificationSendOptions {
  return messageTo(review, records, pathOf, {
    title: `${whatOf(records)} no longer needs a review`,
    description: promotionSentence(records[0].promotion.cause),
    severity: 'low',
  });
}

function messageTo(
  { pullRequest, recipients }: NotifiedReview,
  [{ promotion }]: readonly PromotionRecord[],
  pathOf: PathOf,
  words: { title: string; description: string; severity: 'normal' | 'low' },
): NotificationSendOptions {
  return {
    recipients: {
      type: 'entity',
      entityRef: [...recipients],
      // Who asked for it is not asked to review it, whatever group they are in
      ...(promotion.requestedBy.startsWith('user:') && {
        excludeEntityRef: promotion.requestedBy,
      }),
    },
    payload: {
      ...words,
      // Gates and difference are there, and the way to the pull request
      link: pathOf(promotion),
      topic: 'gitops',
      // A later message about the same pull request takes the place of this one
      scope: `gitops:review:${pullRequest}`,
    },
  };
}

function whatOf([
  { promotion },
  ...others
]: readonly PromotionRecord[]): string {
  const { service, version, to } = promotion;
  return others.length > 0
    ? `A release of ${others.length + 1} services to ${to}`
    : `${service.split('/').at(-1)} ${version} to ${to}`;
}
