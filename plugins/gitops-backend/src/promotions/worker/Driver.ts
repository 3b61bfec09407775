import type { GitRepository } from 'backstage-plugin-gitops-node';
import type { Clock } from '../../inventory/Clock';
import type { Statuses } from '../statuses/Statuses';
import type { Lease } from '../store/Leases';
import type { PromotionStore } from '../store/PromotionStore';
import type { StoredPullRequest } from '../StoredPromotion';
import { afterFailure } from './afterFailure';
import { drivePullRequest } from './drivePullRequest';
import { isLookDue, nextLook } from './lookAgain';
import { needsContent } from './nextOf';
import { Found, takeStep } from './takeStep';

export interface DriverOptions {
  store: Pick<PromotionStore, 'work'>;
  statuses: Pick<Statuses, 'keep' | 'evaluate' | 'nextInMs'>;
  /** The label that keeps a pull request from being merged */
  holdLabel?: string;
  repositoryOf(url: string): GitRepository;
  clock: Clock;
  /** Told of each promotion whose record is another than before */
  onChange(service: string): void;
}

/** Drives pull requests from step to step, and keeps on them what our gates say. */
export class Driver {
  readonly #options: DriverOptions;

  constructor(options: DriverOptions) {
    this.#options = options;
  }

  /** Takes one step. @returns in how many milliseconds the next one is due */
  async drive(
    { ticket, subject: row }: Lease<StoredPullRequest>,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { store, clock, onChange } = this.#options;
    const found = await takeStep(
      signal,
      at => this.#step(row, at),
      error => afterFailure(row, error, clock.now()),
    );
    if (!found) return store.work.giveBack(ticket, row.id);
    const { after, dueInMs } = found;
    const changed = await store.work.savePullRequest(
      ticket,
      after,
      dueInMs,
      row,
    );
    if (!changed) return 0;
    for (const { service } of changed) onChange(service);
    return dueInMs;
  }

  async #step(
    row: StoredPullRequest,
    signal: AbortSignal,
  ): Promise<Found<StoredPullRequest>> {
    const { store, clock, repositoryOf, statuses, holdLabel } = this.#options;
    const at = { signal, now: clock.now() };
    const isLooked = isLookDue(row, at.now);
    const driven = isLooked
      ? await drivePullRequest(
          needsContent(row) ? await store.work.withContent(row) : row,
          repositoryOf(row.repositoryUrl),
          { ...at, holdLabel, evaluate: one => statuses.evaluate(one, at) },
        )
      : row;
    const kept = await statuses.keep(row, driven, at);
    const now = clock.now();
    const next = nextLook(row, kept, { now, isLooked });
    const after = { ...next.after, attempts: 0 };
    return {
      after,
      dueInMs: soonest(next.dueInMs, statuses.nextInMs(after, now)),
    };
  }
}

/** What is due at no time is not made due. */
function soonest(one: number | undefined, other: number | undefined) {
  return one === undefined ? one : Math.min(one, other ?? Infinity);
}
