import type { Knex } from 'knex';
import {
  hasEnded,
  Person,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';
import type { Database } from './Database';
import { Lease, Leases, Take } from './Leases';
import {
  linkedPromotions,
  recordsOf,
  wherePullRequests,
  WhichPullRequests,
} from './links';
import { changesOfPromotion, promotionOf } from './promotionRows';
import {
  changesOfPullRequest,
  contentColumns,
  contentOf,
  pullRequestColumns,
  pullRequestOf,
} from './pullRequestRows';
import type { PromotionRecord } from './Records';
import {
  PROMOTIONS,
  PromotionRow,
  PULL_REQUESTS,
  PullRequestRow,
} from './rows';
import { SameAsBefore } from './SameAsBefore';
import { settle, tellsTheSame } from './settle';

/** What a look at a pull request writes though it found nothing new. */
const lookColumns = ['looked', 'statuses'] as const;

/** Gives workers what is due, and takes what they find. */
export class Work {
  readonly #database: Database;
  readonly #knex: Knex;
  readonly #leases: Leases;
  readonly #samePromotions: SameAsBefore;
  readonly #samePullRequests: SameAsBefore;

  constructor(database: Database) {
    this.#database = database;
    this.#knex = database.knex;
    this.#leases = new Leases(database);
    this.#samePromotions = new SameAsBefore(database, this.#leases, PROMOTIONS);
    this.#samePullRequests = new SameAsBefore(
      database,
      this.#leases,
      PULL_REQUESTS,
      lookColumns,
    );
  }

  async takePullRequests(take: Take): Promise<Lease<StoredPullRequest>[]> {
    const { ticket, rows } = await this.#leases.take<PullRequestRow>(
      PULL_REQUESTS,
      pullRequestColumns,
      take,
    );
    return rows.map(row => ({ ticket, subject: pullRequestOf(row) }));
  }

  /** A pull request with its content, which is read only where its branch is made. */
  async withContent(row: StoredPullRequest): Promise<StoredPullRequest> {
    const content = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .where({ id: row.id })
      .first(...contentColumns);
    return content ? { ...row, ...contentOf(content) } : row;
  }

  async takePromotions(take: Take): Promise<Lease<PromotionRecord>[]> {
    const { ticket, rows } = await this.#leases.take<PromotionRow>(
      PROMOTIONS,
      ['*'],
      take,
    );
    const records = await recordsOf(this.#knex, rows.map(promotionOf));
    return records.map(subject => ({ ticket, subject }));
  }

  /**
   * Takes one pull request to merge it, and records who merges it: nobody else merges, closes or
   * looks at it meanwhile.
   *
   * @returns undefined where somebody has it, or it is not open any more
   */
  async takeForMerge(
    id: string,
    by: Person,
    forMs: number,
  ): Promise<Lease<StoredPullRequest> | undefined> {
    const ticket = await this.#leases.takeOne(PULL_REQUESTS, id, forMs);
    if (ticket === undefined) return undefined;
    const [row] = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .where({ id, lease_ticket: ticket, is_fenced: false, state: 'open' })
      .whereNull('close_comment')
      .update({ merging_by: JSON.stringify(by) })
      .returning('*');
    if (row) return { ticket, subject: pullRequestOf(row) };
    await this.giveBack(ticket, id);
    return undefined;
  }

  /**
   * Writes a pull request and what it makes of its promotions, and ends the lease.
   *
   * @param before - as it was taken: where it has not changed, neither have its promotions, and
   * they are not read. Most looks find nothing new
   * @returns the promotions that it changed, or undefined where nothing was written: somebody
   * changed the row meanwhile, or the lease is over
   */
  async savePullRequest(
    ticket: string,
    pullRequest: StoredPullRequest,
    dueInMs: number | undefined,
    before?: StoredPullRequest,
  ): Promise<StoredPromotion[] | undefined> {
    const { id, state } = pullRequest;
    const changes = changesOfPullRequest(pullRequest);
    if (before && tellsTheSame(before, pullRequest)) {
      const texts = lookColumns.map(column => changes[column] ?? null);
      const ended = { ticket, id, dueInMs, texts };
      return (await this.#samePullRequests.end(ended)) ? [] : undefined;
    }
    const isEnded = state !== 'planned' && state !== 'open';
    const isOver = state === 'merged' || (isEnded && dueInMs === undefined);
    const values = {
      ...changes,
      // Nobody rebuilds its branch
      ...(isOver && { files: '{}' }),
    };
    const lease = { ticket, id };
    return this.#database.transaction(async tx => {
      // Always the promotions first: whoever requests another version locks them first as well
      const promotions = await tx<PromotionRow>(PROMOTIONS)
        .whereIn('id', linkedPromotions(tx, id))
        .orderBy('id')
        .forUpdate();
      const written = { values, dueInMs };
      return (await this.#leases.end(tx, PULL_REQUESTS, lease, written))
        ? settle(this.#database, tx, promotions)
        : undefined;
    });
  }

  /**
   * Writes a promotion and ends the lease. What was announced is written in any case, so that
   * nobody is told of it again.
   *
   * @param before - as it was taken: where it is the same object, only the lease is ended
   * @returns false where nothing was written: it was changed meanwhile, or the lease is over
   */
  async savePromotion(
    ticket: string,
    promotion: StoredPromotion,
    dueInMs: number | undefined,
    before?: StoredPromotion,
  ): Promise<boolean> {
    const { id, state } = promotion;
    if (promotion === before)
      return this.#samePromotions.end({ ticket, id, dueInMs, texts: [] });
    return this.#leases.end(
      this.#knex,
      PROMOTIONS,
      { ticket, id },
      {
        values: {
          ...changesOfPromotion(promotion),
          ...(hasEnded(state) && { slot: null }),
        },
        kept: { announced: promotion.announced },
        dueInMs,
      },
    );
  }

  /** Ends the lease of a pull request or a promotion with nothing to write. */
  async giveBack(ticket: string, id: string): Promise<undefined> {
    for (const table of [PULL_REQUESTS, PROMOTIONS] as const)
      await this.#leases.free(this.#knex, table, { ticket, id });
  }

  /** Has pull requests looked at now. @returns how many */
  async hastenPullRequests(of: WhichPullRequests): Promise<number> {
    return this.#leases.hasten(
      PULL_REQUESTS,
      query => wherePullRequests(query, this.#knex, of),
      { hints: this.#knex.raw('hints + 1') },
    );
  }
}
