import type { GitRepository } from 'backstage-plugin-gitops-node';
import type { Clock } from '../../inventory/Clock';
import { next } from '../lifecycle';
import { mergedBecause, namesOf } from '../pullRequestCauses';
import type { Lease } from '../store/Leases';
import type { PromotionStore } from '../store/PromotionStore';
import type { PromotionRecord } from '../store/Records';
import {
  isBeingDeployed,
  PromotionTarget,
  StoredPromotion,
} from '../StoredPromotion';
import { Progress, progressOf, TargetView } from '../tracking/progress';
import type { Deployments, TargetReader } from '../tracking/TargetReader';
import { wavesOf } from '../tracking/waves';
import { messageOf, retryMs } from './afterFailure';
import { Announcer, AnnouncerOptions } from './Announcer';
import { followAgainMs } from './lookAgain';
import { commitFor } from './commitFor';
import { Found, takeStep } from './takeStep';

/** When to try again to tell of a state. */
const UNTOLD_MS = 30_000;

export interface FollowerOptions extends AnnouncerOptions {
  store: Pick<PromotionStore, 'requests' | 'work'>;
  repositoryOf(url: string): GitRepository;
  targets: TargetReader;
  deployments: Deployments;
  clock: Clock;
  /** Told of each promotion that a page shows as another than before */
  onChange(service: string): void;
}

/** Announces each state of a promotion, and follows it from its merge to its end. */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #announcer: Announcer;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#announcer = new Announcer(options);
  }

  /** One step. @returns in how many milliseconds the next one is due */
  async follow(
    { ticket, subject: record }: Lease<PromotionRecord>,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { store, clock, onChange } = this.#options;
    const { promotion } = record;
    const found = await takeStep(
      signal,
      async at => {
        const after = await this.#step(record, at);
        return { after, dueInMs: dueAfter(promotion, after, clock.now()) };
      },
      error => afterFailedLook(promotion, error),
    );
    if (!found) return store.work.giveBack(ticket, promotion.id);
    const { after, dueInMs } = found;
    const isWritten = await store.work.savePromotion(
      ticket,
      after,
      dueInMs,
      promotion,
    );
    if (!isWritten) return 0;
    if (after !== promotion && !isShownAlike(promotion, after))
      onChange(promotion.service);
    return dueInMs;
  }

  /** Announces the next state that was not announced yet, else looks how far the promotion is. */
  async #step(
    record: PromotionRecord,
    signal: AbortSignal,
  ): Promise<StoredPromotion> {
    const { promotion } = record;
    const announced = await this.#announcer.announceNext(record, signal);
    if (announced) return announced;
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
    return tracked.attempts === 0 ? tracked : { ...tracked, attempts: 0 };
  }

  async #look(
    record: PromotionRecord,
    target: PromotionTarget,
    signal: AbortSignal,
    now: number,
  ): Promise<{ progress: Progress; view?: TargetView }> {
    const { promotion, pullRequests } = record;
    const commit = commitFor(target, record);
    if (commit === undefined)
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
      commit,
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

function dueAfter(
  before: StoredPromotion,
  after: StoredPromotion,
  now: number,
): number | undefined {
  // A new state is announced at once
  if (after.state !== before.state || after.announced !== before.announced)
    return 0;
  if (isBeingDeployed(after.state)) return followAgainMs(after, now);
  return after.announced < after.passed.length ? UNTOLD_MS : undefined;
}

function afterFailedLook(
  promotion: StoredPromotion,
  error: unknown,
): Found<StoredPromotion> {
  const attempts = promotion.attempts + 1;
  const params = { detail: messageOf(error) };
  const obstacle = { code: 'lookFailed', params } as const;
  return {
    after: { ...promotion, obstacle, attempts },
    dueInMs: retryMs(attempts),
  };
}

function isShownAlike(a: StoredPromotion, b: StoredPromotion): boolean {
  const shown = ({ state, cause, obstacle, waves }: StoredPromotion) =>
    JSON.stringify([state, cause, obstacle, waves]);
  return shown(a) === shown(b);
}
