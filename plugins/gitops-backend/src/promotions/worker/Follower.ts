import type { LoggerService } from '@backstage/backend-plugin-api';
import type { GitRepository } from 'backstage-plugin-gitops-node';
import type { Clock } from '../../inventory/Clock';
import { next } from '../lifecycle';
import { mergedBecause, namesOf } from '../pullRequestCauses';
import type { PromotionStore } from '../store/PromotionStore';
import type { PromotionRecord } from '../store/Records';
import {
  hasEnded,
  isBeingDeployed,
  PassedState,
  PromotionTarget,
  StoredPromotion,
} from '../StoredPromotion';
import { Progress, progressOf, TargetView } from '../tracking/progress';
import type { Deployments, TargetReader } from '../tracking/TargetReader';
import { wavesOf } from '../tracking/waves';
import { messageOf } from './afterFailure';
import { mergeCommitOf } from './mergeCommitOf';

export interface FollowerOptions {
  store: Pick<PromotionStore, 'requests'>;
  repositoryOf(url: string): GitRepository;
  targets: TargetReader;
  deployments: Deployments;
  clock: Clock;
  logger: LoggerService;
  /** Tells people, other plugins and the audit log of a state, once at least */
  announce(
    record: PromotionRecord,
    passed: PassedState,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Announces each state of a promotion, and follows it from its merge to its end. */
export class Follower {
  readonly #options: FollowerOptions;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /**
   * One step: announces the next state that was not announced yet, else looks how far it is. That
   * nobody can be told does not hold up the promotion: it is tried again.
   */
  async step(
    record: PromotionRecord,
    signal: AbortSignal,
  ): Promise<StoredPromotion> {
    const { promotion } = record;
    if (await this.#announce(record, signal))
      return {
        ...promotion,
        announced: promotion.announced + 1,
        attempts: 0,
        obstacle: hasEnded(promotion.state) ? undefined : promotion.obstacle,
      };
    if (!isBeingDeployed(promotion.state)) return promotion;
    const refreshed = this.#refresh(promotion, signal);
    const now = this.#options.clock.now();
    const looks = await Promise.all(
      promotion.targets.map(target => this.#look(record, target, signal, now)),
    );
    const views = looks.flatMap(({ view }) => view ?? []);
    // After each change the diagnosis takes a moment: until then the last waves stand
    const isDiagnosed =
      views.length > 0 && views.every(({ diagnosis }) => diagnosis);
    const tracked = next(
      refreshed,
      {
        type: 'tracked',
        progress: looks.map(({ progress }) => progress),
        waves: isDiagnosed
          ? views.flatMap(({ diagnosis }) => wavesOf(diagnosis))
          : undefined,
      },
      new Date(now).toISOString(),
    );
    return { ...tracked, attempts: 0 };
  }

  /** @returns whether there was something to announce, and it was */
  async #announce(
    record: PromotionRecord,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { announce, logger, store } = this.#options;
    const { promotion, pullRequests } = record;
    const { id, passed, announced, state } = promotion;
    const untold = passed[announced];
    if (!untold) return false;
    const isInPart = hasEnded(state) && state !== 'succeeded';
    if (isInPart && pullRequests.length > 1)
      await store.requests.closeOthers(record);
    try {
      await announce(record, untold, signal);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      logger.warn(
        `Nobody was told that promotion ${id} is ${
          untold.state
        }, which is tried again: ${messageOf(error)}`,
      );
      return false;
    }
  }

  async #look(
    record: PromotionRecord,
    target: PromotionTarget,
    signal: AbortSignal,
    now: number,
  ): Promise<{ progress: Progress; view?: TargetView }> {
    const { promotion, pullRequests } = record;
    const mergeCommit = mergeCommitOf(record, target);
    if (mergeCommit === undefined)
      return {
        progress: {
          stage: 'merged',
          cause: {
            code: 'mergeCommitUnknown',
            params: { pullRequests: namesOf(pullRequests) },
          },
        },
      };
    const view = await this.#options.targets.read(
      target,
      mergeCommit,
      this.#options.repositoryOf(target.repositoryUrl),
      signal,
    );
    const progress = progressOf(promotion, view, now);
    const isNamedNow = promotion.cause.code === 'mergeCommitUnknown';
    return {
      progress: {
        ...progress,
        cause:
          progress.cause ??
          (isNamedNow ? mergedBecause(pullRequests) : undefined),
      },
      view,
    };
  }

  /**
   * After the merge Argo CD is asked to look, once, so that nobody waits for its own rhythm. That
   * it refuses only costs time.
   */
  #refresh(promotion: StoredPromotion, signal: AbortSignal): StoredPromotion {
    if (promotion.refreshedAt !== undefined) return promotion;
    const { deployments, logger, clock } = this.#options;
    for (const target of promotion.targets) {
      const application = deployments.application(target);
      if (!application) continue;
      // It answers when it has compared: nobody waits for that
      deployments
        .refresh(application, signal)
        .catch(error =>
          logger.warn(
            `Argo CD ${target.instance} was not told to look at ${
              target.name
            }: ${messageOf(error)}`,
          ),
        );
    }
    return { ...promotion, refreshedAt: new Date(clock.now()).toISOString() };
  }
}
