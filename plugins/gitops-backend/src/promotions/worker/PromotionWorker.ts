import { setMaxListeners } from 'node:events';
import type { PromotionStore } from '../store/PromotionStore';
import type { PromotionRecord } from '../store/Records';
import { hostOf } from '../store/rows';
import { isBeingDeployed, StoredPullRequest } from '../StoredPromotion';
import { messageOf } from './afterFailure';
import { Awaited } from './Awaited';
import { BaseWatch } from './BaseWatch';
import { Driver, DriverOptions } from './Driver';
import { Follower, FollowerOptions } from './Follower';
import { Pool } from './Pool';

/** Longer than a step, so that nobody else begins it while it is still going on. */
export const LEASE_MS = 60_000;
/** Pull requests are read from their hosts. */
const PULL_REQUESTS_AT_ONCE = { size: 8, perHost: 4 };
/** Deployments are in memory, and a host is asked for each commit once. */
const PROMOTIONS_AT_ONCE = { size: 32, perHost: 16 };

export interface PromotionWorkerOptions extends DriverOptions, FollowerOptions {
  store: PromotionStore;
}

/**
 * Drives every promotion to its end: pull request, merge, deployment. What is due is leased from
 * the database, so that several replicas share the work, and what one leaves undone when it crashes
 * is done by the next that looks.
 */
export class PromotionWorker {
  readonly #options: PromotionWorkerOptions;
  readonly #awaited = new Awaited();
  readonly #pullRequests: Pool<StoredPullRequest>;
  readonly #promotions: Pool<PromotionRecord>;

  constructor(options: PromotionWorkerOptions) {
    this.#options = options;
    const { store, clock, logger } = options;
    const driver = new Driver({
      ...options,
      onChange: service => {
        options.onChange(service);
        this.#promotions.wake();
      },
    });
    const follower = new Follower(options);
    const onFailure = (error: unknown) =>
      logger.warn(
        `Work on promotions failed, which is done again: ${messageOf(error)}`,
      );
    this.#pullRequests = new Pool({
      ...PULL_REQUESTS_AT_ONCE,
      clock,
      onFailure,
      idOf: ({ id }) => id,
      hostOf: ({ repositoryUrl }) => hostOf(repositoryUrl),
      take: take => store.work.takePullRequests({ ...take, forMs: LEASE_MS }),
      work: (lease, signal) => driver.drive(lease, signal),
    });
    this.#promotions = new Pool({
      ...PROMOTIONS_AT_ONCE,
      clock,
      onFailure,
      idOf: ({ promotion }) => promotion.id,
      hostOf: ({ promotion }) =>
        hostOf(promotion.targets[0]?.repositoryUrl ?? ''),
      take: take => store.work.takePromotions({ ...take, forMs: LEASE_MS }),
      work: (lease, signal) => {
        const { promotion } = lease.subject;
        if (isBeingDeployed(promotion.state))
          this.#awaited.note(promotion, clock.now());
        else this.#awaited.forget(promotion);
        return follower.follow(lease, signal);
      },
    });
  }

  /** Works until aborted. */
  start(signal: AbortSignal): void {
    // Every step listens to it
    setMaxListeners(0, signal);
    void this.#pullRequests.run(signal);
    void this.#promotions.run(signal);
    const bases = new BaseWatch({
      ...this.#options,
      onMove: () => this.#pullRequests.wake(),
    });
    void bases.watch(signal);
  }

  /** Something is due: looks at once rather than a little later. */
  wake(): void {
    this.#pullRequests.wake();
    this.#promotions.wake();
  }

  /**
   * Something changed of Applications. Promotions that wait for one of them are looked at at once.
   */
  applicationsChanged(
    applications: readonly {
      instance: string;
      namespace: string;
      name: string;
    }[],
  ): void {
    const now = this.#options.clock.now();
    this.#promotions.hint(this.#awaited.by(applications, now));
  }

  /** Does what is due now, and waits until it is done. @returns how many rows it has worked on */
  async work(): Promise<number> {
    const { signal } = new AbortController();
    setMaxListeners(0, signal);
    const pools = [this.#pullRequests, this.#promotions];
    const begun = await Promise.all(pools.map(pool => pool.fill(signal)));
    await Promise.all(pools.map(pool => pool.idle()));
    return begun[0] + begun[1];
  }
}
