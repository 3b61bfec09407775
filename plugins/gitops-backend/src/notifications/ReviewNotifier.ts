import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Clock } from '../inventory/Clock';
import type { PromotionRecord, Records } from '../promotions/store/Records';
import type { StoredPromotion } from '../promotions/StoredPromotion';
import { reviewIsOver, reviewIsWaitedFor } from './reviewMessages';
import type { NotifiedReview, ReviewStore } from './ReviewStore';

const LOOK_EVERY_MS = 60_000;
const REMIND_MS = 24 * 60 * 60_000;
/** After notifications could not be sent. */
const RETRY_MS = 10 * 60_000;

export interface ReviewNotifierOptions {
  records: Pick<Records, 'waitingForReview' | 'inPullRequest'>;
  store: ReviewStore;
  notifications: NotificationService;
  /** Path of a promotion in the portal */
  pathOf(promotion: StoredPromotion): string;
  clock: Clock;
  logger: Pick<LoggerService, 'warn' | 'debug'>;
}

/**
 * Notifies the reviewers of pull requests that wait for a review: once, and again after each day
 * that it still waits, whatever the number of replicas. The database decides who sends. When the
 * review is over, whatever ended it, a last notification takes the place of the others.
 */
export class ReviewNotifier {
  readonly #options: ReviewNotifierOptions;

  constructor(options: ReviewNotifierOptions) {
    this.#options = options;
  }

  /** Looks once a minute until aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#options;
    while (!signal.aborted) {
      await clock.sleep(LOOK_EVERY_MS, signal);
      if (signal.aborted) return;
      await this.look().catch(error =>
        logger.warn(
          `Reviewers were not notified, which is tried again: ${error}`,
        ),
      );
    }
  }

  async look(): Promise<void> {
    const { records, store, clock } = this.#options;
    const now = clock.now();
    const waiting = await records.waitingForReview();
    const known = new Map(
      (await store.all()).map(review => [review.pullRequest, review]),
    );
    for (const { id, reviewerRefs } of waiting) {
      if ((known.get(id)?.dueAt ?? now) <= now)
        await this.#notify(
          {
            pullRequest: id,
            recipients: reviewerRefs,
            dueAt: now + REMIND_MS,
          },
          now,
        );
      known.delete(id);
    }
    for (const review of known.values()) await this.#end(review);
  }

  async #notify(review: NotifiedReview, now: number): Promise<void> {
    const { records, store, pathOf } = this.#options;
    const { pullRequest } = review;
    const all = await records.inPullRequest(pullRequest);
    if (!(await store.claim(review, now))) return;
    const isSent = await this.#send(reviewIsWaitedFor(review, all, pathOf));
    if (!isSent) await store.postpone(pullRequest, now + RETRY_MS);
  }

  async #end(review: NotifiedReview): Promise<void> {
    const { records, store, pathOf } = this.#options;
    if (!(await store.end(review.pullRequest))) return;
    const all: PromotionRecord[] = await records.inPullRequest(
      review.pullRequest,
    );
    if (all.length > 0) await this.#send(reviewIsOver(review, all, pathOf));
  }

  /** Some portals have no notifications. */
  async #send(
    message: Parameters<NotificationService['send']>[0],
  ): Promise<boolean> {
    const { notifications, logger } = this.#options;
    try {
      await notifications.send(message);
      return true;
    } catch (error) {
      logger.debug(`Reviewers were not notified: ${error}`);
      return false;
    }
  }
}
