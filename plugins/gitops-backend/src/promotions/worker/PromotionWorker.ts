import type { LoggerService } from '@backstage/backend-plugin-api';
import { GitRepository, withDeadline } from 'backstage-plugin-gitops-node';
import pLimit from 'p-limit';
import type { Clock } from '../../inventory/Clock';
import type { PromotionRecord, PromotionStore } from '../store/PromotionStore';
import {
  hasEnded,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';
import type { Deployments, TargetReader } from '../tracking/TargetReader';
import { track } from '../tracking/track';
import { afterFailure, messageOf, retryMs } from './afterFailure';
import { BaseWatch } from './BaseWatch';
import { drivePullRequest, lookAgainMs } from './drivePullRequest';
import { mergeCommitOf } from './mergeCommitOf';
import { RateLimits } from './RateLimits';

/** Rows that one replica works on at once. */
const CONCURRENCY = 8;
/** For one step: hosts have time limits of their own, well below. */
const STEP_MS = 45_000;
/** Longer than a step, so that nobody else begins it while it is still going on. */
const LEASE_MS = 60_000;
/** Without anybody saying so, this is how soon a merge and the end of a deployment are seen. */
const LOOK_MS = 5_000;

export interface PromotionWorkerOptions {
  store: PromotionStore;
  repositoryOf(url: string): GitRepository;
  targets: TargetReader;
  deployments: Deployments;
  clock: Clock;
  logger: LoggerService;
  /** Told of each promotion whose record is another than before */
  onChange(service: string): void;
  /** Tells people and the audit log of a state, once at least */
  announce(record: PromotionRecord): Promise<void>;
  /** For tests: told before and after each effect on a host */
  onEffect?(name: string): void;
}

/**
 * Drives every promotion to its end: pull request, merge, deployment. What is due is leased from the database, so that several replicas share the work and a crash at any point is
 * made good by the next one that looks.
 */
export class PromotionWorker {
  readonly #options: PromotionWorkerOptions;
  readonly #limit = pLimit(CONCURRENCY);
  readonly #repositoryOf: (url: string) => GitRepository;
  readonly #bases: BaseWatch;
  /** Applications that promotions wait for, with the promotions' ids, as of the last look */
  #awaited: ReadonlyMap<string, readonly string[]> = new Map();
  #woken = false;
  #wake = () => {};

  constructor(options: PromotionWorkerOptions) {
    this.#options = options;
    const limits = new RateLimits(() => options.clock.now());
    this.#repositoryOf = url => limits.respectedBy(options.repositoryOf(url));
    this.#bases = new BaseWatch({
      ...options,
      repositoryOf: this.#repositoryOf,
      onMove: () => this.wake(),
    });
  }

  /** Works until aborted. */
  start(signal: AbortSignal): void {
    // Ends the wait of the loop
    signal.addEventListener('abort', () => this.wake(), { once: true });
    void this.#loop(signal);
    void this.#bases.watch(signal);
  }

  /** Something is due: looks at once rather than a little later. */
  wake(): void {
    this.#woken = true;
    this.#wake();
  }

  /** Something changed of Applications. Promotions that wait for one of them are looked at at once. */
  async applicationsChanged(
    applications: readonly {
      instance: string;
      namespace: string;
      name: string;
    }[],
  ): Promise<void> {
    if (this.#awaited.size === 0) return;
    const ids = applications.flatMap(
      one => this.#awaited.get(keyOf(one)) ?? [],
    );
    if (ids.length === 0) return;
    await this.#options.store.hastenPromotions([...new Set(ids)]);
    this.wake();
  }

  async #loop(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#options;
    while (!signal.aborted) {
      this.#woken = false;
      try {
        while ((await this.work(signal)) > 0) signal.throwIfAborted();
      } catch (error) {
        if (!signal.aborted)
          logger.warn(`Promotions could not be looked at: ${messageOf(error)}`);
      }
      if (this.#woken) continue;
      const woken = new AbortController();
      this.#wake = () => woken.abort();
      await clock.sleep(await this.#pauseMs(), woken.signal);
    }
  }

  /** Until something is due that this replica knows of; others may ask for something at any time. */
  async #pauseMs(): Promise<number> {
    const { store, clock } = this.#options;
    const due = await store.nextDue().catch(() => undefined);
    return Math.min(LOOK_MS, Math.max(0, (due ?? Infinity) - clock.now()));
  }

  /** Does what is due now. @returns how many rows it has worked on */
  async work(signal: AbortSignal): Promise<number> {
    const { store } = this.#options;
    const pullRequests = await store.leasePullRequests(CONCURRENCY, LEASE_MS);
    const promotions = await store.leasePromotions(CONCURRENCY, LEASE_MS);
    await Promise.all([
      ...pullRequests.map(({ ticket, subject }) =>
        this.#limit(() => this.#drive(ticket, subject, signal)),
      ),
      ...promotions.map(({ ticket, subject }) =>
        this.#limit(() => this.#follow(ticket, subject, signal)),
      ),
    ]);
    if (promotions.length > 0) await this.#noteAwaited();
    return pullRequests.length + promotions.length;
  }

  async #drive(
    ticket: string,
    row: StoredPullRequest,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, clock, onEffect } = this.#options;
    let after: StoredPullRequest;
    let dueInMs: number | undefined;
    const deadline = withDeadline(signal, STEP_MS);
    try {
      const driven = await drivePullRequest(
        row,
        this.#repositoryOf(row.repositoryUrl),
        { signal: deadline.signal, onEffect },
      );
      after = { ...driven, attempts: 0 };
      dueInMs = lookAgainMs(after, clock.now());
    } catch (error) {
      signal.throwIfAborted();
      ({ after, dueInMs } = afterFailure(row, error, clock.now()));
    } finally {
      deadline.end();
    }
    const changed = await store.savePullRequest(ticket, after, dueInMs);
    for (const { service } of changed ?? []) this.#options.onChange(service);
  }

  async #follow(
    ticket: string,
    record: PromotionRecord,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, onChange } = this.#options;
    const { promotion } = record;
    let after: StoredPromotion;
    let dueInMs: number | undefined;
    const deadline = withDeadline(signal, STEP_MS);
    try {
      after = await this.#step(record, deadline.signal);
      dueInMs = dueAfter(promotion, after);
    } catch (error) {
      signal.throwIfAborted();
      const attempts = promotion.attempts + 1;
      after = { ...promotion, problem: messageOf(error), attempts };
      dueInMs = retryMs(attempts);
    } finally {
      deadline.end();
    }
    const isWritten = await store.savePromotion(ticket, after, dueInMs);
    if (isWritten && !isAlike(promotion, after)) onChange(promotion.service);
  }

  /** One step: tell of a state that nobody was told of, else look how far it is. */
  async #step(
    record: PromotionRecord,
    signal: AbortSignal,
  ): Promise<StoredPromotion> {
    const { promotion } = record;
    const { state } = promotion;
    if (promotion.announced !== state) {
      await this.#options.announce(record);
      if (hasEnded(state)) await this.#closeOthers(record);
      return { ...promotion, announced: state, attempts: 0 };
    }
    if (state !== 'merged' && state !== 'deploying') return promotion;
    const refreshed = await this.#refresh(promotion, signal);
    const views = await Promise.all(
      promotion.targets.map(target => {
        const mergeCommit = mergeCommitOf(record, target);
        if (mergeCommit === undefined) return { target };
        return this.#options.targets.read(
          target,
          mergeCommit,
          this.#repositoryOf(target.repositoryUrl),
          signal,
        );
      }),
    );
    const tracked = track(refreshed, views, this.#options.clock.now());
    return { ...tracked, attempts: 0 };
  }

  /** After the merge Argo CD is asked to look, once, so that nobody waits for its own rhythm. That it refuses only costs time. */
  async #refresh(
    promotion: StoredPromotion,
    signal: AbortSignal,
  ): Promise<StoredPromotion> {
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

  /** Of several pull requests, those that are still open make no sense without the one that was closed. */
  async #closeOthers({
    promotion,
    pullRequests,
  }: PromotionRecord): Promise<void> {
    const isNeeded = promotion.state === 'succeeded' || pullRequests.length < 2;
    if (isNeeded) return;
    await this.#options.store.requestClosing(
      promotion.id,
      'Closed, since another pull request of the same promotion was closed.',
    );
  }

  async #noteAwaited(): Promise<void> {
    const awaited = new Map<string, string[]>();
    for (const { promotion } of await this.#options.store.underWay()) {
      if (promotion.state !== 'merged' && promotion.state !== 'deploying')
        continue;
      for (const target of promotion.targets) {
        const key = keyOf(target);
        awaited.set(key, [...(awaited.get(key) ?? []), promotion.id]);
      }
    }
    this.#awaited = awaited;
  }
}

function dueAfter(
  before: StoredPromotion,
  after: StoredPromotion,
): number | undefined {
  // What has just changed is told of at once
  if (after.state !== before.state || after.announced !== before.announced)
    return 0;
  return after.state === 'merged' || after.state === 'deploying'
    ? LOOK_MS
    : undefined;
}

function isAlike(a: StoredPromotion, b: StoredPromotion): boolean {
  return (
    a.state === b.state &&
    a.sentence === b.sentence &&
    a.problem === b.problem &&
    JSON.stringify(a.waves) === JSON.stringify(b.waves)
  );
}

function keyOf(one: { instance: string; namespace: string; name: string }) {
  return `${one.instance}/${one.namespace}/${one.name}`;
}
