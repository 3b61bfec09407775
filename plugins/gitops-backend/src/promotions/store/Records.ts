import type { RepositoryChange } from 'backstage-plugin-gitops-common';
import type { Knex } from 'knex';
import type { StoredPromotion, StoredPullRequest } from '../StoredPromotion';
import type { Database } from './Database';
import { promotionOf } from './promotionRows';
import { pullRequestColumns, pullRequestOf } from './pullRequestRows';
import { countTo, linkedPromotions, recordsIn, recordsOf } from './links';
import { sameRelease, underWayTo } from './requestRelease';
import {
  LINKS,
  PROMOTIONS,
  PromotionRow,
  PULL_REQUESTS,
  PullRequestRow,
} from './rows';

/** A promotion with its pull requests. */
export interface PromotionRecord {
  promotion: StoredPromotion;
  pullRequests: StoredPullRequest[];
}

/** Reads what is recorded of promotions. Their pull requests come without files. */
export class Records {
  readonly #knex: Knex;

  constructor({ knex }: Database) {
    this.#knex = knex;
  }

  async find(id: string): Promise<PromotionRecord | undefined> {
    const row = await this.#knex<PromotionRow>(PROMOTIONS)
      .where({ id })
      .first();
    return row && (await recordsOf(this.#knex, [promotionOf(row)]))[0];
  }

  /** Newest first. */
  async list(of: {
    service: string;
    to?: string;
    limit: number;
  }): Promise<PromotionRecord[]> {
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .where({
        service: of.service,
        ...(of.to ? { to_environment: of.to } : {}),
      })
      .orderBy([{ column: 'requested_at', order: 'desc' }, { column: 'id' }])
      .limit(of.limit);
    return recordsOf(this.#knex, rows.map(promotionOf));
  }

  /** How many of a service to an environment there have been. */
  count(of: { service: string; to: string }): Promise<number> {
    return countTo(this.#knex, of);
  }

  /** The newest of a service to each environment. */
  async newest(service: string): Promise<PromotionRecord[]> {
    const latest = this.#knex(PROMOTIONS)
      .where({ service })
      .groupBy('to_environment')
      .select('to_environment')
      .max({ at: 'requested_at' })
      .as('latest');
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .join(latest, join =>
        join
          .on('latest.to_environment', `${PROMOTIONS}.to_environment`)
          .andOn('latest.at', `${PROMOTIONS}.requested_at`),
      )
      .where({ service })
      .select<PromotionRow[]>(`${PROMOTIONS}.*`);
    return recordsOf(this.#knex, rows.map(promotionOf));
  }

  /**
   * Those of a service that have their slot: at most one to each environment. One that was
   * superseded has none, though its pull request may still be open.
   */
  async underWay(service: string): Promise<PromotionRecord[]> {
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .where({ service })
      .whereNotNull('slot')
      .orderBy('requested_at', 'desc');
    return recordsOf(this.#knex, rows.map(promotionOf));
  }

  /** Those of every service that have their slot. */
  async allUnderWay(): Promise<PromotionRecord[]> {
    const rows = await this.#knex<PromotionRow>(PROMOTIONS).whereNotNull(
      'slot',
    );
    return recordsOf(this.#knex, rows.map(promotionOf));
  }

  /** The promotions of a release, in the order of their services. */
  async release(id: string): Promise<PromotionRecord[]> {
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .where({ release_id: id })
      .orderBy('service');
    return recordsOf(this.#knex, rows.map(promotionOf));
  }

  /** The same promotions where they are under way as one release; undefined where they are not. */
  async sameRelease(
    wanted: readonly StoredPromotion[],
  ): Promise<PromotionRecord[] | undefined> {
    return sameRelease(await underWayTo(this.#knex, wanted), wanted);
  }

  /** A promotion and all that share a pull request with it, in the order of their services. */
  async sharing({ pullRequests }: PromotionRecord): Promise<PromotionRecord[]> {
    const ids = this.#knex(LINKS)
      .whereIn(
        'pull_request_id',
        pullRequests.map(({ id }) => id),
      )
      .select('promotion_id');
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .whereIn('id', ids)
      .orderBy('service');
    return recordsOf(this.#knex, rows.map(promotionOf));
  }

  /** How many services each pull request promotes. */
  async servicesPer(
    pullRequestIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#knex(LINKS)
      .whereIn('pull_request_id', [...pullRequestIds])
      .groupBy('pull_request_id')
      .select<{ id: string; count: number | string }[]>(
        'pull_request_id as id',
        this.#knex.raw('count(*) as count'),
      );
    return new Map(rows.map(({ id, count }) => [id, Number(count)]));
  }

  /** All promotions in a pull request, in the order of their services. */
  async promotionsIn(pullRequestId: string): Promise<StoredPromotion[]> {
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .whereIn('id', linkedPromotions(this.#knex, pullRequestId))
      .orderBy('service');
    return rows.map(promotionOf);
  }

  /** How the files of a promotion's pull requests change. */
  async changesOf(promotion: string): Promise<RepositoryChange[]> {
    const rows = await this.#knex(LINKS)
      .join(PULL_REQUESTS, `${PULL_REQUESTS}.id`, `${LINKS}.pull_request_id`)
      .where({ promotion_id: promotion })
      .orderBy('repository')
      .select<PullRequestRow[]>(
        'repository',
        'repository_url',
        'base',
        'base_sha',
        'differences',
      );
    return rows.map(row => ({
      repository: row.repository,
      url: row.repository_url,
      branch: row.base,
      base: row.base_sha,
      files: JSON.parse(row.differences),
    }));
  }

  /** All services in a pull request. */
  async servicesIn(pullRequestId: string): Promise<string[]> {
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .whereIn('id', linkedPromotions(this.#knex, pullRequestId))
      .select('service');
    return rows.map(({ service }) => service);
  }

  /** All promotions in a pull request. */
  inPullRequest(id: string): Promise<PromotionRecord[]> {
    return recordsIn(this.#knex, id);
  }

  /** Pull requests that nobody has approved yet, though somebody is to review them. */
  async waitingForReview(): Promise<
    Pick<StoredPullRequest, 'id' | 'reviewerRefs'>[]
  > {
    const rows = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .where({ state: 'open', close_comment: null })
      .whereNot({ reviewer_refs: '[]' })
      .select(...pullRequestColumns);
    return rows
      .map(row => pullRequestOf(row as PullRequestRow))
      .filter(({ observed }) => !observed?.approvedBy?.length);
  }
}
