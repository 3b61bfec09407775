import type { Knex } from 'knex';
import { next } from '../lifecycle';
import {
  hasEnded,
  slotOf,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';
import type { Database } from './Database';
import { FENCED } from './Leases';
import { recordsOf } from './links';
import { changesOfPromotion, promotionOf } from './promotionRows';
import { changesOfPullRequest } from './pullRequestRows';
import { PROMOTIONS, PromotionRow, PULL_REQUESTS } from './rows';

/**
 * Writes what a pull request that was just written makes of its promotions.
 *
 * @param rows - the promotions, locked
 * @returns those that it changed
 */
export async function settle(
  database: Database,
  tx: Knex,
  rows: readonly PromotionRow[],
): Promise<StoredPromotion[]> {
  const records = await recordsOf(tx, rows.map(promotionOf));
  const changed: StoredPromotion[] = [];
  for (const [index, { promotion, pullRequests }] of records.entries()) {
    const after = next(
      promotion,
      { type: 'pullRequestsSeen', pullRequests },
      database.time,
    );
    if (hasEnded(promotion.state) && hasEnded(after.state))
      await closeAgain(database, tx, pullRequests, 'alone');
    if (after === promotion) continue;
    const slot = await slotFor(tx, promotion, after, rows[index].slot);
    if (slot === 'taken') {
      await closeAgain(database, tx, pullRequests, 'taken');
      continue;
    }
    await tx(PROMOTIONS)
      .where({ id: promotion.id })
      .update({
        ...changesOfPromotion(after),
        slot,
        due_at: database.at(),
        ...FENCED,
      });
    changed.push(after);
  }
  return changed;
}

const comments = {
  taken:
    'Closed again, since another promotion to the same place is under way. Withdraw that one first.',
  alone:
    'Closed again, since another pull request of the same promotion is not open. Promote it again in the portal.',
};

/** Somebody opened what its promotion can't go on with. */
async function closeAgain(
  database: Database,
  tx: Knex,
  pullRequests: readonly StoredPullRequest[],
  reason: keyof typeof comments,
): Promise<void> {
  const open = pullRequests.filter(
    one => one.state === 'open' && one.closeComment === undefined,
  );
  if (open.length === 0) return;
  await tx(PULL_REQUESTS)
    .whereIn(
      'id',
      open.map(({ id }) => id),
    )
    .update({
      close_comment: comments[reason],
      due_at: database.at(),
      ...FENCED,
    });
}

/** A pull request that was reopened takes its slot back, where nobody else has it. */
async function slotFor(
  tx: Knex,
  before: StoredPromotion,
  after: StoredPromotion,
  held: string | null,
): Promise<string | null | 'taken'> {
  if (hasEnded(after.state) || after.supersededBy) return null;
  if (held !== null) return held;
  const slot = slotOf(after.service, after.to);
  const holder = await tx<PromotionRow>(PROMOTIONS).where({ slot }).first('id');
  if (!holder) return slot;
  // What is merged is deployed, whoever has the slot
  if (after.state === 'merged' || !hasEnded(before.state)) return null;
  return 'taken';
}

/** Whether all is as it was but for when it was looked at and what the gates were asked last. */
export function tellsTheSame(
  a: StoredPullRequest,
  b: StoredPullRequest,
): boolean {
  const told = (one: StoredPullRequest) =>
    JSON.stringify([
      changesOfPullRequest({
        ...one,
        looked: undefined,
        statuses: undefined,
      }),
      { ...one.statuses, evaluation: undefined },
    ]);
  return told(a) === told(b);
}
