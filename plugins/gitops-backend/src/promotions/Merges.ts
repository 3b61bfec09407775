import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { promotionSentence } from 'backstage-plugin-gitops-common';
import { type GitRepository, withDeadline } from 'backstage-plugin-gitops-node';
import pLimit from 'p-limit';
import type {
  MergeSettings,
  PromotionSettings,
} from '../environments/PromotionSettings';
import type { Clock } from '../inventory/Clock';
import { isOverridden, overriddenAnswers } from './gates/overrides';
import { mergeOrder } from './mergeOrder';
import type { MergeGates } from './plan/MergeGates';
import { isLeftToHost } from './pullRequestCauses';
import { refuseBlocked } from './refuseBlocked';
import { isCleared } from './statuses/answers';
import { EVERYTHING } from './statuses/evaluation';
import type { Reviews } from './statuses/Reviews';
import type { Statuses } from './statuses/Statuses';
import type { GateAnswers } from './statuses/statusOf';
import type { PromotionStore } from './store/PromotionStore';
import type { PromotionRecord } from './store/Records';
import { Person, StoredPromotion, StoredPullRequest } from './StoredPromotion';
import { withObservation } from './worker/observation';
import { unmerged } from './worker/unmerged';
import { LEASE_MS } from './worker/PromotionWorker';

/** For looking at all pull requests before the first is merged. */
const LOOK_MS = 30_000;
/** For one pull request, while it is held: less than a lease. */
const MERGE_MS = 45_000;
/** For the gates of all services of a pull request. */
const GATES_MS = 30_000;
/** Services whose gates are asked at once. */
const GATES_AT_ONCE = 16;
/** How long to wait for a worker that looks at the pull request at this moment. */
const WAIT_MS = 5_000;

export interface MergesOptions {
  gates: Pick<MergeGates, 'evaluate'>;
  reviews: Pick<Reviews, 'refuseRequester'>;
  statuses: Pick<Statuses, 'approve'>;
  store: PromotionStore;
  repositoryOf(url: string): GitRepository;
  /** As they are for the service that is promoted */
  settingsOf(
    promotion: StoredPromotion,
  ): Promise<PromotionSettings | undefined>;
  /** The label that keeps a pull request from being merged */
  holdLabel?: string;
  /** Something is due */
  wake(): void;
  clock: Clock;
}

/** Merges in the portal. Whether somebody may is asked before. */
export class Merges {
  readonly #options: MergesOptions;

  constructor(options: MergesOptions) {
    this.#options = options;
  }

  /**
   * @throws ConflictError where it can't be merged now: a freeze may have begun since the request
   */
  async merge(record: PromotionRecord, by: Person): Promise<PromotionRecord> {
    const { promotion, pullRequests } = record;
    const { store, settingsOf, reviews, wake } = this.#options;
    const how = (await settingsOf(promotion))?.merge;
    if (!how)
      throw new NotAllowedError(
        `Pull requests to ${promotion.to} are merged on the Git host's page: no way of merging is configured for it`,
      );
    const open = pullRequests.filter(one => one.state === 'open');
    if (open.length === 0)
      throw new ConflictError(
        `There is nothing to merge. ${promotionSentence(promotion.cause)}`,
      );
    const all = await store.records.sharing(record);
    reviews.refuseRequester(
      all.map(one => one.promotion),
      by,
    );
    const toMerge = await mergeOrder(open, {
      ...this.#options,
      signal: AbortSignal.timeout(LOOK_MS),
    });
    for (const one of toMerge) {
      // Before each: a merge may take so long that what was answered before it holds no longer
      const { signal, end } = withDeadline(undefined, GATES_MS + MERGE_MS);
      try {
        const answers = await this.#evaluateGates(all, signal);
        await this.#merge(one, { how, by, answers, signal });
      } finally {
        end();
      }
    }
    wake();
    const merged = await store.records.find(promotion.id);
    if (!merged)
      throw new NotFoundError(`There is no promotion ${promotion.id}`);
    return merged;
  }

  /**
   * Who merges deploys every service of the pull request, so the gates of each have to hold.
   *
   * @throws BlockedError
   */
  async #evaluateGates(
    all: readonly PromotionRecord[],
    caller: AbortSignal,
  ): Promise<GateAnswers[]> {
    const { gates } = this.#options;
    const { signal, end } = withDeadline(caller, GATES_MS);
    const limit = pLimit(GATES_AT_ONCE);
    const evaluated = await Promise.all(
      all.map(({ promotion }) =>
        limit(async () => ({
          promotion,
          answers: await gates.evaluate(promotion, EVERYTHING, signal),
        })),
      ),
    ).finally(end);
    for (const { promotion, answers } of evaluated)
      refuseBlocked(
        { gates: answers },
        {
          isOverridden: answer =>
            isOverridden(answer, overriddenAnswers(promotion)),
          of: all.length > 1 ? promotion.service : undefined,
        },
      );
    return evaluated;
  }

  /** Holds the pull request meanwhile: two replicas that merge at once would merge twice. */
  async #merge(
    { id, repository, number }: StoredPullRequest,
    of: {
      how: MergeSettings;
      by: Person;
      answers: readonly GateAnswers[];
      /** Its time began before the gates were asked */
      signal: AbortSignal;
    },
  ): Promise<void> {
    const { how, by, answers } = of;
    const { method } = how;
    const { store, repositoryOf, statuses, clock, holdLabel } = this.#options;
    const lease = await this.#held(() =>
      store.work.takeForMerge(id, by, LEASE_MS),
    );
    if (!lease)
      throw new ConflictError(
        `${repository} #${number} is being looked at, merged or closed at this moment. Try again`,
      );
    const { ticket } = lease;
    const { signal, end } = withDeadline(of.signal, MERGE_MS);
    let row: StoredPullRequest = { ...lease.subject, looked: undefined };
    let after = row;
    try {
      const { head } = row;
      if (head === undefined)
        throw new ConflictError(
          `${repository} #${number} does not have the commit that the portal made: merge it on the Git host's page`,
        );
      row = await statuses.approve(row, answers, {
        signal,
        now: clock.now(),
      });
      after = row;
      const host = repositoryOf(row.repositoryUrl);
      // What can't be taken back again is not left to a host
      const whenReady = how.whenReady && host.cancelMerge !== undefined;
      const answer = await host.merge(
        {
          number: row.number!,
          expectedHead: head,
          expectedBase: row.base,
          method,
          // What a gate does not allow yet is left to the host only when it does
          whenReady: whenReady && isCleared(row),
          unlessLabel: holdLabel,
        },
        { signal },
      );
      after = withObservation(row, answer.pullRequest, holdLabel);
      if (answer.merged) return;
      after = unmerged(after, answer, { by, method, whenReady });
      if (after.queued && isLeftToHost(after.queued)) return;
      throw new ConflictError(
        after.update?.step === 'compare'
          ? `${answer.reason} The portal brings its branch up to date: merge it again when its checks have passed`
          : answer.reason,
      );
    } finally {
      end();
      // Whatever happened to the answer, the host is asked at once what became of it
      await store.work.savePullRequest(ticket, after, 0);
    }
  }

  async #held<T>(take: () => Promise<T | undefined>): Promise<T | undefined> {
    const { clock } = this.#options;
    const until = clock.now() + WAIT_MS;
    const { signal } = new AbortController();
    for (;;) {
      const taken = await take();
      if (taken !== undefined || clock.now() >= until) return taken;
      await clock.sleep(100, signal);
    }
  }
}
