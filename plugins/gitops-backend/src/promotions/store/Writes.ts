import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import { next, PromotionEvent } from '../lifecycle';
import {
  hasEnded,
  slotOf,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';
import type { Database } from './Database';
import { FENCED } from './Leases';
import {
  changesOfPromotion,
  promotionOf,
  rowOfPromotion,
} from './promotionRows';
import { rowOfPullRequest } from './pullRequestRows';
import {
  LINKS,
  PROMOTIONS,
  PromotionRow,
  PULL_REQUESTS,
  PullRequestRow,
} from './rows';

/** SQLite takes 500 at most. */
const LINKS_AT_ONCE = 100;

/**
 * What requests of people write, as parts of one transaction. Whoever locks several rows locks
 * promotions before pull requests, each in the order of their ids, so that nobody waits in a
 * circle.
 */
export class Writes {
  readonly #database: Database;
  readonly #tx: Knex;

  constructor(database: Database, tx: Knex) {
    this.#database = database;
    this.#tx = tx;
  }

  /** Inserts a promotion under its slot. Due at once, so that its first state is announced. */
  async insertPromotion(promotion: StoredPromotion): Promise<void> {
    await this.#tx(PROMOTIONS).insert({
      ...rowOfPromotion(promotion),
      slot: slotOf(promotion.service, promotion.to),
      due_at: this.#database.at(),
    });
  }

  /** Inserts a pull request of promotions. */
  async insertPullRequest(
    pullRequest: StoredPullRequest,
    promotions: readonly StoredPromotion[],
  ): Promise<void> {
    await this.#tx(PULL_REQUESTS).insert({
      ...rowOfPullRequest(pullRequest),
      due_at: this.#database.at(),
    });
    const links = promotions.map(({ id }) => ({
      promotion_id: id,
      pull_request_id: pullRequest.id,
    }));
    for (let done = 0; done < links.length; done += LINKS_AT_ONCE)
      await this.#tx(LINKS).insert(links.slice(done, done + LINKS_AT_ONCE));
  }

  /** Lets something happen to a promotion, whoever follows it at present. */
  async happen(
    id: string,
    event: PromotionEvent,
    values: { slot?: null } = {},
  ): Promise<StoredPromotion | undefined> {
    const row = await this.#tx<PromotionRow>(PROMOTIONS)
      .where({ id })
      .forUpdate()
      .first();
    if (!row) return undefined;
    const after = next(promotionOf(row), event, this.#database.time);
    await this.#tx(PROMOTIONS)
      .where({ id })
      .update({
        ...changesOfPromotion(after),
        ...values,
        ...(hasEnded(after.state) && { slot: null }),
        due_at: this.#database.at(),
        ...FENCED,
      });
    return after;
  }

  /**
   * Has pull requests closed that are not merged yet.
   *
   * @throws ConflictError where one of them is being merged
   */
  async close(
    pullRequests: readonly StoredPullRequest[],
    comment: string,
  ): Promise<void> {
    const ids = pullRequests.map(({ id }) => id);
    const rows = await this.#tx<PullRequestRow>(PULL_REQUESTS)
      .whereIn('id', ids)
      .orderBy('id')
      .forUpdate()
      .select('repository', 'number', 'merging_by');
    const merging = rows.find(one => one.merging_by !== null);
    if (merging)
      throw new ConflictError(
        `${merging.repository} #${merging.number} is being merged at this moment. Look again in a minute`,
      );
    await this.#tx(PULL_REQUESTS)
      .whereIn('id', ids)
      .whereIn('state', ['planned', 'open'])
      .update({
        close_comment: comment,
        due_at: this.#database.at(),
        attempts: 0,
        ...FENCED,
      });
  }
}
