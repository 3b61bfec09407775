import type { LoggerService } from '@backstage/backend-plugin-api';
import type { PromotionStore } from '../store/PromotionStore';
import type { PromotionRecord } from '../store/Records';
import { hasEnded, PassedState, StoredPromotion } from '../StoredPromotion';
import { messageOf } from './afterFailure';

export interface AnnouncerOptions {
  store: Pick<PromotionStore, 'requests'>;
  logger: LoggerService;
  /** Tells people, other plugins and the audit log of a state, once at least */
  announce(
    record: PromotionRecord,
    passed: PassedState,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Announces each state of a promotion, in their order. */
export class Announcer {
  readonly #options: AnnouncerOptions;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /**
   * Announces the next state that was not announced yet. That nobody can be told does not hold up
   * the promotion: it is tried again.
   *
   * @returns the promotion after that; undefined where nothing was announced
   */
  async announceNext(
    record: PromotionRecord,
    signal: AbortSignal,
  ): Promise<StoredPromotion | undefined> {
    const { announce, logger, store } = this.#options;
    const { promotion, pullRequests } = record;
    const { id, passed, announced, state, obstacle } = promotion;
    const untold = passed[announced];
    if (!untold) return undefined;
    const isInPart = hasEnded(state) && state !== 'succeeded';
    if (isInPart && pullRequests.length > 1)
      await store.requests.closeOthers(record);
    try {
      await announce(record, untold, signal);
    } catch (error) {
      signal.throwIfAborted();
      logger.warn(
        `Nobody was told that promotion ${id} is ${
          untold.state
        }, which is tried again: ${messageOf(error)}`,
      );
      return undefined;
    }
    return {
      ...promotion,
      announced: announced + 1,
      attempts: 0,
      obstacle: hasEnded(state) ? undefined : obstacle,
    };
  }
}
