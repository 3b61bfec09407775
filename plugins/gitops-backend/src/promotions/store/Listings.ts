import type { PromotionState } from 'backstage-plugin-gitops-common';
import type { Knex } from 'knex';
import type { Database } from './Database';
import { promotionsWith, WithPullRequests } from './listed';
import { newestFirst, PageEnd } from './pages';
import { PROMOTIONS, PromotionRow } from './rows';

const searched = [
  'service',
  'version',
  'requested_by',
  'requested_by_name',
] as const;

/** Which promotions are listed. */
export interface Listing {
  /** `service#environment` of those that the caller may read */
  readonly places: ReadonlySet<string> | 'all';
  readonly to?: string;
  readonly states?: readonly PromotionState[];
  /** Part of the service, the version or the requester */
  readonly text?: string;
  /** ISO 8601: requested then or later, and before */
  readonly since?: string;
  readonly until?: string;
}

/** Lists promotions of all services. What the caller may read is part of the query. */
export class Listings {
  readonly #knex: Knex;
  readonly #isPostgres: boolean;

  constructor({ knex, isPostgres }: Database) {
    this.#knex = knex;
    this.#isPostgres = isPostgres;
  }

  /** Where promotions were ever requested. */
  async places(): Promise<{ service: string; environment: string }[]> {
    const rows = await this.#knex<PromotionRow>(PROMOTIONS).distinct(
      'service',
      'to_environment',
    );
    return rows.map(({ service, to_environment }) => ({
      service,
      environment: to_environment,
    }));
  }

  /** Newest first. @param after - the end of the page before */
  async page(
    of: Listing,
    { after, limit }: { after?: PageEnd; limit: number },
  ): Promise<WithPullRequests[]> {
    const query = this.#where(of).limit(limit);
    newestFirst(query, 'requested_at', after);
    return promotionsWith(this.#knex, await query);
  }

  async count(of: Listing): Promise<number> {
    const [row] = await this.#where(of).count({ count: '*' });
    return Number((row as unknown as { count: number | string }).count);
  }

  #where({ places, to, states, text, since, until }: Listing) {
    const query = this.#knex<PromotionRow>(PROMOTIONS);
    // One parameter, however many there are
    if (places !== 'all')
      query.whereRaw(
        this.#isPostgres
          ? "(service || '#' || to_environment) = any(?::text[])"
          : "(service || '#' || to_environment) in (select value from json_each(?))",
        [
          (this.#isPostgres
            ? [...places]
            : JSON.stringify([...places])) as Knex.RawBinding,
        ],
      );
    if (to !== undefined) query.where({ to_environment: to });
    if (states) query.whereIn('state', [...states]);
    if (since) query.where('requested_at', '>=', new Date(since));
    if (until) query.where('requested_at', '<', new Date(until));
    if (text)
      query.where(one => {
        for (const column of searched)
          one.orWhereRaw(`lower(${column}) like ? escape '!'`, [
            `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`,
          ]);
      });
    return query;
  }
}
