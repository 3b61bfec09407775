import type { Knex } from 'knex';
import { slotOf, StoredPromotion, StoredPullRequest } from '../StoredPromotion';
import { recordsOf } from './links';
import { promotionOf } from './promotionRows';
import type { PromotionRecord } from './Records';
import { PROMOTIONS, PromotionRow } from './rows';
import { isSame, supersede } from './supersede';
import type { Writes } from './Writes';

/** What is to be recorded of a release. */
export interface WantedRelease {
  readonly promotions: readonly StoredPromotion[];
  /** One for each branch that changes, with the promotions that it is for */
  readonly pullRequests: readonly {
    readonly pullRequest: StoredPullRequest;
    readonly of: readonly StoredPromotion[];
  }[];
  /** Ids of promotions that are superseded even while they are being deployed */
  readonly overtakes: ReadonlySet<string>;
}

/**
 * Inserts the promotions of a release with their pull requests, unless just these are under way as
 * one release. What else is under way is superseded as by a single promotion.
 *
 * @throws ConflictError where that can't be
 */
export async function requestRelease(
  tx: Knex,
  writes: Writes,
  { promotions, pullRequests, overtakes }: WantedRelease,
): Promise<{ records: PromotionRecord[]; made: boolean }> {
  const present = await underWayTo(tx, promotions, { isLocked: true });
  const same = sameRelease(present, promotions);
  if (same) return { records: same, made: false };
  await supersede(
    tx,
    writes,
    present.map(record => ({
      record,
      by: promotions.find(one => isOfOneSlot(one, record.promotion))!,
      ...(overtakes.has(record.promotion.id) && {
        overtakes: record.promotion.id,
      }),
    })),
  );
  // In one order, so that two releases of the same services don't wait for each other
  for (const promotion of [...promotions].sort(byService))
    await writes.insertPromotion(promotion);
  for (const { pullRequest, of } of pullRequests)
    await writes.insertPullRequest(pullRequest, of);
  return {
    records: promotions.map(promotion => ({
      promotion,
      pullRequests: pullRequests.flatMap(({ pullRequest, of }) =>
        of.includes(promotion) ? [pullRequest] : [],
      ),
    })),
    made: true,
  };
}

/** What is under way to the same places. */
export async function underWayTo(
  tx: Knex,
  promotions: readonly StoredPromotion[],
  { isLocked = false }: { isLocked?: boolean } = {},
): Promise<PromotionRecord[]> {
  const query = tx<PromotionRow>(PROMOTIONS)
    .whereIn(
      'slot',
      promotions.map(({ service, to }) => slotOf(service, to)),
    )
    .orderBy('id');
  const rows: PromotionRow[] = await (isLocked ? query.forUpdate() : query);
  return recordsOf(tx, rows.map(promotionOf));
}

/** What is under way, where it is the same versions of all services, requested as one. */
export function sameRelease(
  present: readonly PromotionRecord[],
  wanted: readonly StoredPromotion[],
): PromotionRecord[] | undefined {
  const same = wanted.flatMap(
    one =>
      present.find(
        ({ promotion }) =>
          promotion.withdrawnBy === undefined &&
          promotion.release !== undefined &&
          promotion.release === present[0].promotion.release &&
          isOfOneSlot(promotion, one) &&
          isSame(promotion, one),
      ) ?? [],
  );
  return same.length > 0 && same.length === wanted.length ? same : undefined;
}

function isOfOneSlot(a: StoredPromotion, b: StoredPromotion): boolean {
  return a.service === b.service && a.to === b.to;
}

function byService(a: StoredPromotion, b: StoredPromotion): number {
  return a.service.localeCompare(b.service);
}
