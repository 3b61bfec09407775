import { withDeadline } from 'backstage-plugin-gitops-node';
import type { Lease } from '../store/Leases';
import type { PromotionStore } from '../store/PromotionStore';
import type { PromotionRecord } from '../store/Records';
import { hostOf } from '../store/rows';
import type { Statuses } from '../statuses/Statuses';
import {
  isBeingDeployed,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';
import { afterFailure, messageOf, retryMs } from './afterFailure';
import { Awaited } from './Awaited';
import { BaseWatch } from './BaseWatch';
import { drivePullRequest } from './drivePullRequest';
import { Follower, FollowerOptions } from './Follower';
import { followAgainMs, isLookDue, nextLook } from './lookAgain';
import { needsContent } from './nextOf';
import { Pool } from './Pool';

/** Rows of each kind that one replica works on at once, and how many of them of one Git host. */
const CONCURRENCY = { size: 8, perHost: 4 };
/** For one step: hosts have time limits of their own, well below. */
const STEP_MS = 45_000;
/** Longer than a step, so that nobody else begins it while it is still going on. */
export const LEASE_MS = 60_000;
/** How soon a row is seen that another replica has written. */
const LOOK_MS = 5_000;
/** When to try again to tell of a state. */
const UNTOLD_MS = 30_000;
/** How long to wait at least where nothing could be taken: somebody else may have it. */
const MIN_PAUSE_MS = 200;

export interface PromotionWorkerOptions extends FollowerOptions {
  store: PromotionStore;
  statuses: Pick<Statuses, 'keep' | 'nextInMs'>;
  /** The label that keeps a pull request from being merged */
  holdLabel?: string;
  /** Told of each promotion whose record is another than before */
  onChange(service: string): void;
}

/**
 * Drives every promotion to its end: pull request, merge, deployment. What is due is leased from
 * the database, so that several replicas share the work, and what one leaves undone when it crashes
 * is done by the next that looks.
 */
export class PromotionWorker {
  readonly #options: PromotionWorkerOptions;
  readonly #follower: Follower;
  readonly #bases: BaseWatch;
  readonly #awaited: Awaited;
  readonly #pools: readonly [Pool<StoredPullRequest>, Pool<PromotionRecord>];
  #signal = new AbortController().signal;
  #isWoken = false;
  #wake = () => {};

  constructor(options: PromotionWorkerOptions) {
    this.#options = options;
    const { work } = options.store;
    this.#follower = new Follower(options);
    this.#awaited = new Awaited(options.store.records);
    this.#bases = new BaseWatch({ ...options, onMove: () => this.wake() });
    this.#pools = [
      new Pool({
        ...CONCURRENCY,
        take: take => work.takePullRequests({ ...take, forMs: LEASE_MS }),
        hostOf: row => hostOf(row.repositoryUrl),
        work: lease => this.#drive(lease),
      }),
      new Pool({
        ...CONCURRENCY,
        take: take => work.takePromotions({ ...take, forMs: LEASE_MS }),
        hostOf: ({ promotion }) =>
          hostOf(promotion.targets[0]?.repositoryUrl ?? ''),
        work: lease => this.#follow(lease),
      }),
    ];
  }

  /** Works until aborted. */
  start(signal: AbortSignal): void {
    this.#signal = signal;
    // Ends the wait of the loop
    signal.addEventListener('abort', () => this.wake(), { once: true });
    void this.#loop(signal);
    void this.#bases.watch(signal);
  }

  /** Something is due: looks at once rather than a little later. */
  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  /**
   * Something changed of Applications. Promotions that wait for one of them are looked at at once.
   */
  async applicationsChanged(
    applications: readonly {
      instance: string;
      namespace: string;
      name: string;
    }[],
  ): Promise<void> {
    const ids = this.#awaited.by(applications);
    if (ids.length === 0) return;
    await this.#options.store.work.hastenPromotions(ids);
    this.wake();
  }

  /** Does what is due now, and waits until it is done. @returns how many rows it has worked on */
  async work(): Promise<number> {
    const begun = await this.#fill(() => {});
    await Promise.all(this.#pools.map(pool => pool.idle()));
    return begun;
  }

  async #loop(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#options;
    while (!signal.aborted) {
      this.#isWoken = false;
      let begun = 0;
      try {
        begun = await this.#fill(() => this.wake());
      } catch (error) {
        if (!signal.aborted)
          logger.warn(`Promotions could not be looked at: ${messageOf(error)}`);
      }
      if (this.#isWoken || begun > 0) continue;
      const woken = new AbortController();
      this.#wake = () => woken.abort();
      await clock.sleep(await this.#pauseMs(), woken.signal);
    }
  }

  async #fill(onDone: () => void): Promise<number> {
    const [pullRequests, promotions] = await Promise.all(
      this.#pools.map(pool => pool.fill(onDone)),
    );
    if (promotions > 0) await this.#awaited.refresh(this.#options.clock.now());
    return pullRequests + promotions;
  }

  /** Until something can be taken that this replica knows of; others may ask for something. */
  async #pauseMs(): Promise<number> {
    const next = await this.#options.store.work.nextInMs().catch(() => LOOK_MS);
    return Math.min(LOOK_MS, Math.max(MIN_PAUSE_MS, next ?? LOOK_MS));
  }

  async #drive({ ticket, subject: row }: Lease<StoredPullRequest>) {
    const { store, clock, repositoryOf, statuses, onChange, holdLabel } =
      this.#options;
    let after: StoredPullRequest;
    let dueInMs: number | undefined;
    const deadline = withDeadline(this.#signal, STEP_MS);
    try {
      const at = { signal: deadline.signal, now: clock.now() };
      const isLooked = isLookDue(row, at.now);
      const driven = isLooked
        ? await drivePullRequest(
            needsContent(row) ? await store.work.withContent(row) : row,
            repositoryOf(row.repositoryUrl),
            { ...at, holdLabel },
          )
        : row;
      const kept = await statuses.keep(row, driven, at);
      const now = clock.now();
      const next = nextLook(row, kept, { now, isLooked });
      after = { ...next.after, attempts: 0 };
      dueInMs = soonest(next.dueInMs, statuses.nextInMs(after));
    } catch (error) {
      if (this.#signal.aborted) {
        await this.#saving(() => store.work.giveBack(ticket, row.id));
        return;
      }
      ({ after, dueInMs } = afterFailure(row, error, clock.now()));
    } finally {
      deadline.end();
    }
    await this.#saving(async () => {
      const changed = await store.work.savePullRequest(
        ticket,
        after,
        dueInMs,
        row,
      );
      for (const { service } of changed ?? []) onChange(service);
    });
  }

  async #follow({ ticket, subject: record }: Lease<PromotionRecord>) {
    const { store, clock, onChange } = this.#options;
    const { promotion } = record;
    let after: StoredPromotion;
    let dueInMs: number | undefined;
    const deadline = withDeadline(this.#signal, STEP_MS);
    try {
      after = await this.#follower.step(record, deadline.signal);
      dueInMs = dueAfter(promotion, after, clock.now());
    } catch (error) {
      if (this.#signal.aborted) {
        await this.#saving(() => store.work.giveBack(ticket, promotion.id));
        return;
      }
      const attempts = promotion.attempts + 1;
      const detail = messageOf(error);
      const obstacle = { code: 'lookFailed', params: { detail } } as const;
      after = { ...promotion, obstacle, attempts };
      dueInMs = retryMs(attempts);
    } finally {
      deadline.end();
    }
    await this.#saving(async () => {
      const isWritten = await store.work.savePromotion(ticket, after, dueInMs);
      if (isWritten && !isAlike(promotion, after)) onChange(promotion.service);
    });
  }

  /** What can't be written is done again when the lease is over. */
  async #saving(save: () => Promise<void>): Promise<void> {
    try {
      await save();
    } catch (error) {
      if (this.#signal.aborted) return;
      this.#options.logger.warn(
        `What was found of a promotion could not be saved: ${messageOf(error)}`,
      );
    }
  }
}

/** What is due at no time is not made due. */
function soonest(one: number | undefined, other: number | undefined) {
  return one === undefined ? one : Math.min(one, other ?? Infinity);
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

/** Whether both look the same on a page. */
function isAlike(a: StoredPromotion, b: StoredPromotion): boolean {
  const shown = ({ state, cause, obstacle, waves }: StoredPromotion) =>
    JSON.stringify([state, cause, obstacle, waves]);
  return shown(a) === shown(b);
}
