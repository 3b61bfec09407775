import type { Knex } from 'knex';
import { next } from '../lifecycle';
import {
  hasEnded,
  Person,
  slotOf,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';
import type { Database } from './Database';
import { FENCED, Lease, Leases } from './Leases';
import {
  linkedPromotions,
  linkedPullRequests,
  PromotionRecord,
  recordsOf,
} from './Records';
import {
  promotionOf,
  PROMOTIONS,
  PromotionRow,
  PULL_REQUESTS,
  pullRequestOf,
  PullRequestRow,
  rowOfPromotion,
  rowOfPullRequest,
} from './rows';

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
    const { ticket, ids } = await this.#leases.take(PULL_REQUESTS, take);
    if (ids.length === 0) return [];
    const rows = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .whereIn('id', ids)
      .where({ lease_ticket: ticket });
    return rows.map(row => ({ ticket, subject: pullRequestOf(row) }));
  }

  async takePromotions(take: Take): Promise<Lease<PromotionRecord>[]> {
    const { ticket, ids } = await this.#leases.take(PROMOTIONS, take);
    if (ids.length === 0) return [];
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .whereIn('id', ids)
      .where({ lease_ticket: ticket });
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
   * @returns the promotions that it changed, or undefined where nothing was written: somebody
   * changed the row meanwhile, or the lease is over
   */
  async savePullRequest(
    ticket: string,
    pullRequest: StoredPullRequest,
    dueInMs: number | undefined,
  ): Promise<StoredPromotion[] | undefined> {
    const { id, state } = pullRequest;
    const isEnded = state !== 'planned' && state !== 'open';
    const { files, ...row } = rowOfPullRequest(pullRequest);
    return this.#knex.transaction(async tx => {
      // Always the promotions first: whoever requests another version locks them first as well
      const promotions = await tx<PromotionRow>(PROMOTIONS)
        .whereIn('id', linkedPromotions(tx, id))
        .orderBy('id')
        .forUpdate();
      const isWritten = await this.#leases.end(
        tx,
        PULL_REQUESTS,
        { ticket, id },
        {
          values: { ...row, ...(isEnded && { slot: null, files: '{}' }) },
          dueInMs,
        },
      );
      return isWritten ? this.#settle(tx, promotions) : undefined;
    });
  }

  /**
   * Writes a promotion and ends the lease.
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
          ...rowOfPromotion(promotion),
          ...(hasEnded(state) && { slot: null }),
        },
        dueInMs,
      },
    );
  }

  /** Ends the lease of a pull request or a promotion with nothing to write. */
  async giveBack(ticket: string, id: string): Promise<void> {
    for (const table of [PULL_REQUESTS, PROMOTIONS] as const)
      await this.#leases.giveBack(table, { ticket, id });
  }

  /** Has pull requests looked at now: of a promotion, or of a repository and branch. */
  async hastenPullRequests(
    of:
      | { promotion: string }
      | { repositoryUrls: readonly string[]; base?: string; number?: number },
  ): Promise<number> {
    return this.#knex<PullRequestRow>(PULL_REQUESTS)
      .whereNotNull('due_at')
      .modify(query => {
        if ('promotion' in of)
          query.whereIn('id', linkedPullRequests(this.#knex, of.promotion));
        else {
          query.whereIn('repository_url', of.repositoryUrls);
          if (of.base !== undefined) query.where({ base: of.base });
          if (of.number !== undefined) query.where({ number: of.number });
        }
      })
      .update({ due_at: this.#database.at() as unknown as Date });
  }

  async hastenPromotions(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#knex<PromotionRow>(PROMOTIONS)
      .whereIn('id', ids)
      .whereNotNull('due_at')
      .update({ due_at: this.#database.at() as unknown as Date });
  }

  async #settle(
    tx: Knex,
    rows: readonly PromotionRow[],
  ): Promise<StoredPromotion[]> {
    const records = await recordsOf(tx, rows.map(promotionOf));
    const changed: StoredPromotion[] = [];
    for (const { promotion, pullRequests } of records) {
      const after = next(
        promotion,
        { type: 'pullRequestsSeen', pullRequests },
        this.#database.time,
      );
      if (JSON.stringify(after) === JSON.stringify(promotion)) continue;
      const slot = await this.#slotFor(tx, promotion, after);
      if (slot === 'taken') {
        await this.#closeAgain(tx, pullRequests);
        continue;
      }
      await tx(PROMOTIONS)
        .where({ id: promotion.id })
        .update({
          ...rowOfPromotion(after),
          slot,
          due_at: this.#database.at(),
          ...FENCED,
        });
      changed.push(after);
    }
    return changed;
  }

  /** Somebody opened it again while another promotion is under way to the same place. */
  async #closeAgain(
    tx: Knex,
    pullRequests: readonly StoredPullRequest[],
  ): Promise<void> {
    await tx(PULL_REQUESTS)
      .whereIn(
        'id',
        pullRequests.map(({ id }) => id),
      )
      .where({ state: 'open' })
      .update({
        close_comment:
          'Closed again, since another promotion to the same place is under way. Withdraw that one first.',
        due_at: this.#database.at(),
        ...FENCED,
      });
  }

  /** A pull request that was reopened takes its slot back, where nobody else has it. */
  async #slotFor(
    tx: Knex,
    before: StoredPromotion,
    after: StoredPromotion,
  ): Promise<string | null | 'taken'> {
    if (hasEnded(after.state) || after.supersededBy) return null;
    const slot = slotOf(after.service, after.to);
    const holder = await tx<PromotionRow>(PROMOTIONS).where({ slot }).first();
    if (!holder || holder.id === after.id) return slot;
    // What is merged is deployed, whoever has the slot
    if (after.state === 'merged' || !hasEnded(before.state)) return null;
    return 'taken';
  }
}
