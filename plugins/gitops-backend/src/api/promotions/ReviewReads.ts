import type {
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { Promotion } from 'backstage-plugin-gitops-common';
import type { PromotionRecord, Records } from '../../promotions/store/Records';
import { callerRef } from '../audited';
import type { PromotionAccess, PromotionAccessed } from '../PromotionAccess';
import type { Presenter } from './Presenter';

const MAX_LISTED = 50;

export interface ReviewReadsOptions {
  allowed: Pick<PromotionAccess, 'read'>;
  records: Pick<Records, 'waitingForReview' | 'inPullRequest'>;
  presenter: Pick<Presenter, 'one'>;
  userInfo: UserInfoService;
}

/** What callers are asked to review. */
export class ReviewReads {
  readonly #options: ReviewReadsOptions;

  constructor(options: ReviewReadsOptions) {
    this.#options = options;
  }

  /**
   * Promotions whose pull request waits for a review of the caller, or of a group of theirs, as far
   * as they may read them. Who requested one is not asked to review it.
   */
  async list(credentials: BackstageCredentials): Promise<Promotion[]> {
    const { records, presenter, userInfo } = this.#options;
    const caller = callerRef(credentials);
    if (!caller.startsWith('user:')) return [];
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    const waiting = await records.waitingForReview();
    const asked = waiting.filter(({ reviewerRefs }) =>
      reviewerRefs.some(ref => ownershipEntityRefs.includes(ref)),
    );
    const found: PromotionAccessed[] = [];
    for (const { id } of asked) {
      for (const { promotion } of await records.inPullRequest(id)) {
        if (found.length === MAX_LISTED) break;
        if (promotion.requestedBy === caller) continue;
        const readable = await this.#readable(promotion, credentials);
        if (readable) found.push(readable);
      }
    }
    return Promise.all(found.map(one => presenter.one(one.record, one)));
  }

  async #readable(
    { id }: PromotionRecord['promotion'],
    credentials: BackstageCredentials,
  ): Promise<PromotionAccessed | undefined> {
    try {
      return await this.#options.allowed.read(id, credentials);
    } catch (error) {
      if (error instanceof Error && error.name === 'NotFoundError')
        return undefined;
      throw error;
    }
  }
}
