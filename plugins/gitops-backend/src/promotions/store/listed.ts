import type { Knex } from 'knex';
import type { StoredPromotion, StoredPullRequest } from '../StoredPromotion';
import { promotionOf } from './promotionRows';
import {
  LINKS,
  parsed,
  PromotionRow,
  PULL_REQUESTS,
  PullRequestRow,
} from './rows';

/** As much of a pull request as a list tells. */
export type ListedPullRequest = Pick<
  StoredPullRequest,
  | 'repository'
  | 'number'
  | 'url'
  | 'state'
  | 'reviewers'
  | 'endedBy'
  | 'observed'
  | 'statuses'
>;

export interface WithPullRequests {
  promotion: StoredPromotion;
  pullRequests: ListedPullRequest[];
}

const columns = [
  'repository',
  'number',
  'url',
  'state',
  'reviewers',
  'ended_by',
  'observed',
  'statuses',
] as const;

type Row = { promotion_id: string } & Pick<
  PullRequestRow,
  (typeof columns)[number]
>;

/** The promotions with what a list tells of their pull requests, read at once. */
export async function promotionsWith(
  knex: Knex,
  rows: readonly PromotionRow[],
): Promise<WithPullRequests[]> {
  if (rows.length === 0) return [];
  const found: Row[] = await knex(LINKS)
    .join(PULL_REQUESTS, `${PULL_REQUESTS}.id`, `${LINKS}.pull_request_id`)
    .whereIn(
      'promotion_id',
      rows.map(({ id }) => id),
    )
    .orderBy('repository')
    .select('promotion_id', ...columns);
  return rows.map(row => ({
    promotion: promotionOf(row),
    pullRequests: found
      .filter(one => one.promotion_id === row.id)
      .map(one => ({
        repository: one.repository,
        number: one.number ?? undefined,
        url: one.url ?? undefined,
        state: one.state as StoredPullRequest['state'],
        reviewers: JSON.parse(one.reviewers),
        endedBy: one.ended_by ?? undefined,
        observed: parsed(one.observed),
        statuses: parsed(one.statuses),
      })),
  }));
}
