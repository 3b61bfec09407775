import type { Knex } from 'knex';
import type { StoredPromotion, StoredPullRequest } from '../StoredPromotion';
import type { Database } from './Database';
import {
  LinkRow,
  LINKS,
  promotionOf,
  PROMOTIONS,
  PromotionRow,
  PULL_REQUESTS,
  pullRequestColumns,
  pullRequestOf,
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

  /** What is being deployed, with the Applications that have to change. */
  async beingDeployed(): Promise<Pick<StoredPromotion, 'id' | 'targets'>[]> {
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .whereIn('state', ['merged', 'deploying'])
      .select('id', 'targets');
    return rows.map(({ id, targets }) => ({
      id,
      targets: JSON.parse(targets),
    }));
  }

  /** The promotions of a release that is under way; undefined where it is not. */
  async release(slot: string): Promise<PromotionRecord[] | undefined> {
    const present = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .where({ slot })
      .first('id');
    return present && recordsIn(this.#knex, present.id);
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

  /** All services in a pull request. */
  async servicesIn(pullRequestId: string): Promise<string[]> {
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .whereIn('id', linkedPromotions(this.#knex, pullRequestId))
      .select('service');
    return rows.map(({ service }) => service);
  }

  /** Open pull requests' repositories and the branches that they go to. */
  async openBases(): Promise<{ repositoryUrl: string; base: string }[]> {
    const rows = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .where({ state: 'open' })
      .distinct('repository_url', 'base');
    return rows.map(({ repository_url, base }) => ({
      repositoryUrl: repository_url,
      base,
    }));
  }

  /** Addresses of the repositories that pull requests are looked at in. */
  async watchedRepositories(): Promise<string[]> {
    const rows = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .whereNotNull('due_at')
      .distinct('repository_url');
    return rows.map(({ repository_url }) => repository_url);
  }
}

/** All promotions in a pull request. */
export async function recordsIn(
  tx: Knex,
  pullRequestId: string,
): Promise<PromotionRecord[]> {
  const rows = await tx<PromotionRow>(PROMOTIONS).whereIn(
    'id',
    linkedPromotions(tx, pullRequestId),
  );
  return recordsOf(tx, rows.map(promotionOf));
}

/** Ids of the promotions in a pull request, for a statement. */
export function linkedPromotions(tx: Knex, pullRequestId: string) {
  return tx(LINKS)
    .where({ pull_request_id: pullRequestId })
    .select('promotion_id');
}

/** Ids of the pull requests of a promotion, for a statement. */
export function linkedPullRequests(tx: Knex, promotionId: string) {
  return tx(LINKS)
    .where({ promotion_id: promotionId })
    .select('pull_request_id');
}

/** The promotions with their pull requests, which are read at once for all of them. */
export async function recordsOf(
  tx: Knex,
  promotions: readonly StoredPromotion[],
): Promise<PromotionRecord[]> {
  if (promotions.length === 0) return [];
  const links: LinkRow[] = await tx(LINKS).whereIn(
    'promotion_id',
    promotions.map(({ id }) => id),
  );
  const rows = await tx<PullRequestRow>(PULL_REQUESTS)
    .whereIn('id', [...new Set(links.map(one => one.pull_request_id))])
    .select(...pullRequestColumns);
  const byId = new Map(
    rows.map(row => [row.id, pullRequestOf(row as PullRequestRow)]),
  );
  return promotions.map(promotion => ({
    promotion,
    pullRequests: links
      .filter(one => one.promotion_id === promotion.id)
      .flatMap(one => byId.get(one.pull_request_id) ?? [])
      .sort((a, b) => a.repository.localeCompare(b.repository)),
  }));
}
