import type { Knex } from 'knex';
import type { StoredPromotion, StoredPullRequest } from '../StoredPromotion';
import { promotionOf } from './promotionRows';
import { pullRequestColumns, pullRequestOf } from './pullRequestRows';
import type { PromotionRecord } from './Records';
import {
  LinkRow,
  LINKS,
  PROMOTIONS,
  PromotionRow,
  PULL_REQUESTS,
  PullRequestRow,
} from './rows';

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

/** How many promotions and rollbacks of a service to an environment there have been. */
export async function countTo(
  tx: Knex,
  { service, to }: Pick<StoredPromotion, 'service' | 'to'>,
): Promise<number> {
  const [{ count }] = await tx(PROMOTIONS)
    .where({ service, to_environment: to })
    .select<{ count: number | string }[]>(tx.raw('count(*) as count'));
  return Number(count);
}

/** Ids of the promotions in a pull request, for a statement. */
export function linkedPromotions(tx: Knex, pullRequestId: string) {
  return tx(LINKS)
    .where({ pull_request_id: pullRequestId })
    .select('promotion_id');
}

/**
 * Pull requests of a promotion, of all promotions of some services to some environments (without
 * `services` or `environments`, those of all), or of a repository and branch.
 */
export type WhichPullRequests =
  | { promotion: string }
  | { services?: readonly string[]; environments?: readonly string[] }
  | { repositoryUrls: readonly string[]; base?: string; number?: number };

/** Has a query find them, those of services and environments while they are open. */
export function wherePullRequests(
  query: Knex.QueryBuilder,
  tx: Knex,
  of: WhichPullRequests,
): void {
  if ('repositoryUrls' in of) {
    query.whereIn('repository_url', [...of.repositoryUrls]);
    if (of.base !== undefined) query.where({ base: of.base });
    if (of.number !== undefined) query.where({ number: of.number });
    return;
  }
  const promotions = tx<PromotionRow>(PROMOTIONS).select('id');
  if ('promotion' in of) promotions.where({ id: of.promotion });
  else {
    query.where({ state: 'open' });
    if (of.services) promotions.whereIn('service', [...of.services]);
    if (of.environments)
      promotions.whereIn('to_environment', [...of.environments]);
  }
  const links = tx(LINKS).whereIn('promotion_id', promotions);
  query.whereIn('id', links.select('pull_request_id'));
}

/** The promotions with their pull requests, which are read at once for all of them. */
export async function recordsOf(
  tx: Knex,
  promotions: readonly StoredPromotion[],
): Promise<PromotionRecord[]> {
  if (promotions.length === 0) return [];
  const rows: (LinkRow & PullRequestRow)[] = await tx(LINKS)
    .join(PULL_REQUESTS, `${PULL_REQUESTS}.id`, `${LINKS}.pull_request_id`)
    .whereIn(
      'promotion_id',
      promotions.map(({ id }) => id),
    )
    .select('promotion_id', ...pullRequestColumns);
  // Those of a release share one
  const parsed = new Map<string, StoredPullRequest>();
  const byPromotion = new Map<string, StoredPullRequest[]>();
  for (const { promotion_id, ...row } of rows) {
    const pullRequest = parsed.get(row.id) ?? pullRequestOf(row);
    parsed.set(row.id, pullRequest);
    byPromotion.set(promotion_id, [
      ...(byPromotion.get(promotion_id) ?? []),
      pullRequest,
    ]);
  }
  return promotions.map(promotion => ({
    promotion,
    pullRequests: (byPromotion.get(promotion.id) ?? []).sort((a, b) =>
      a.repository.localeCompare(b.repository),
    ),
  }));
}
