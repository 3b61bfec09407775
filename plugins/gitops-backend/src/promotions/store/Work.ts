import type { Knex } from 'knex';
import {
  hasEnded,
  Person,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';
import { contentsOf } from './contentsOf';
import type { Database } from './Database';
import { Lease, Leases } from './Leases';
import {
  linkedPromotions,
  linkedPullRequests,
  pullRequestsTo,
  PromotionRecord,
  recordsOf,
} from './Records';
import { changesOfPromotion, promotionOf } from './promotionRows';
import {
  changesOfPullRequest,
  contentOf,
  pullRequestColumns,
  pullRequestOf,
} from './pullRequestRows';
import {
  PROMOTIONS,
  PromotionRow,
  PULL_REQUESTS,
  PullRequestRow,
} from './rows';
import { settle, tellsTheSame } from './settle';

export interface Take {
  limit: number;
  forMs: number;
  /** Git hosts that are worked on enough already */
  exceptHosts?: readonly string[];
}

/** Gives workers what is due, and takes what they find. */
export class Work {
  readonly #database: Database;
  readonly #knex: Knex;
  readonly #leases: Leases;

  constructor(database: Database) {
    this.#database = database;
    this.#knex = database.knex;
    this.#leases = new Leases(database);
  }

  /** Milliseconds until something can be taken; undefined where nothing waits. */
  nextInMs(): Promise<number | undefined> {
    return this.#leases.nextInMs();
  }

  async takePullRequests(take: Take): Promise<Lease<StoredPullRequest>[]> {
    const { ticket, rows } = await this.#leases.take<PullRequestRow>(
      PULL_REQUESTS,
      pullRequestColumns,
      take,
    );
    const contents = await contentsOf(
      this.#knex,
      rows.filter(one => one.state === 'planned').map(({ id }) => id),
    );
    return rows.map(row => ({
      ticket,
      subject: pullRequestOf({ ...row, ...contents.get(row.id) }),
    }));
  }

  /** A pull request with its content, which is read only for those that are to be made. */
  async withContent(row: StoredPullRequest): Promise<StoredPullRequest> {
    const content = (await contentsOf(this.#knex, [row.id])).get(row.id);
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
    const held = { id, lease_ticket: ticket, is_fenced: false };
    await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .where({ ...held, state: 'open' })
      .whereNull('close_comment')
      .update({ merging_by: JSON.stringify(by) });
    const row = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .where(held)
      .first();
    if (row?.merging_by) return { ticket, subject: pullRequestOf(row) };
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
    const isEnded = state !== 'planned' && state !== 'open';
    const isOver = state === 'merged' || (isEnded && dueInMs === undefined);
    const end = (tx: Knex) =>
      this.#leases.end(
        tx,
        PULL_REQUESTS,
        { ticket, id },
        {
          values: {
            ...changesOfPullRequest(pullRequest),
            ...(isEnded && { slot: null }),
            // Nobody makes it anew
            ...(isOver && { files: '{}' }),
          },
          dueInMs,
        },
      );
    if (before && tellsTheSame(before, pullRequest))
      return (await end(this.#knex)) ? [] : undefined;
    return this.#database.transaction(async tx => {
      // Always the promotions first: whoever requests another version locks them first as well
      const promotions = await tx<PromotionRow>(PROMOTIONS)
        .whereIn('id', linkedPromotions(tx, id))
        .orderBy('id')
        .forUpdate();
      return (await end(tx))
        ? settle(this.#database, tx, promotions)
        : undefined;
    });
  }

  /**
   * Writes a promotion and ends the lease. What was announced is written in any case, so that
   * nobody is told of it again.
   *
   * @returns false where nothing was written: it was changed meanwhile, or the lease is over
   */
  async savePromotion(
    ticket: string,
    promotion: StoredPromotion,
    dueInMs: number | undefined,
  ): Promise<boolean> {
    const { id, state } = promotion;
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
  async giveBack(ticket: string, id: string): Promise<void> {
    for (const table of [PULL_REQUESTS, PROMOTIONS] as const)
      await this.#leases.giveBack(table, { ticket, id });
  }

  /**
   * Has pull requests looked at now: of a promotion, of all promotions of some services to some
   * environments, or of a repository and branch.
   *
   * @param of - without `services` or `environments`, those of all
   */
  async hastenPullRequests(
    of:
      | { promotion: string }
      | { services?: readonly string[]; environments?: readonly string[] }
      | { repositoryUrls: readonly string[]; base?: string; number?: number },
  ): Promise<number> {
    return this.#leases.hasten(
      PULL_REQUESTS,
      query => {
        if ('promotion' in of)
          query.whereIn('id', linkedPullRequests(this.#knex, of.promotion));
        else if ('repositoryUrls' in of) {
          query.whereIn('repository_url', [...of.repositoryUrls]);
          if (of.base !== undefined) query.where({ base: of.base });
          if (of.number !== undefined) query.where({ number: of.number });
        } else {
          query.where({ state: 'open' });
          query.whereIn('id', pullRequestsTo(this.#knex, of));
        }
      },
      { hints: this.#knex.raw('hints + 1') },
    );
  }

  async hastenPromotions(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#leases.hasten(PROMOTIONS, query =>
      query.whereIn('id', [...ids]),
    );
  }
}
