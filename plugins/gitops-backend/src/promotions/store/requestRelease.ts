import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import { slotOf, StoredPromotion, StoredPullRequest } from '../StoredPromotion';
import { recordsIn } from './links';
import type { PromotionRecord } from './Records';
import {
  PROMOTIONS,
  PromotionRow,
  PULL_REQUESTS,
  PullRequestRow,
} from './rows';
import type { Writes } from './Writes';

/**
 * Inserts the promotions of a release with the one pull request that they share, unless just this
 * release is under way.
 *
 * @throws ConflictError where one of the services is on its way already
 */
export async function requestRelease(
  tx: Knex,
  writes: Writes,
  release: {
    wanted: readonly StoredPromotion[];
    pullRequest: StoredPullRequest;
    slot: string;
  },
): Promise<{ records: PromotionRecord[]; made: boolean }> {
  const { wanted, pullRequest, slot } = release;
  const present = await tx<PullRequestRow>(PULL_REQUESTS)
    .where({ slot })
    .first('id');
  if (present) return { records: await recordsIn(tx, present.id), made: false };
  await refuseBusy(tx, wanted);
  // In one order, so that two releases of the same services don't wait for each other
  for (const promotion of [...wanted].sort(byService))
    await writes.insertPromotion(promotion);
  await writes.insertPullRequest(pullRequest, wanted, slot);
  return {
    records: wanted.map(promotion => ({
      promotion,
      pullRequests: [pullRequest],
    })),
    made: true,
  };
}

function byService(a: StoredPromotion, b: StoredPromotion): number {
  return a.service.localeCompare(b.service);
}

async function refuseBusy(
  tx: Knex,
  wanted: readonly StoredPromotion[],
): Promise<void> {
  const busy = await tx<PromotionRow>(PROMOTIONS)
    .whereIn(
      'slot',
      wanted.map(({ service, to }) => slotOf(service, to)),
    )
    .select('service', 'version', 'to_environment');
  if (busy.length > 0)
    throw new ConflictError(
      `Under way already: ${busy
        .map(one => `${one.service} ${one.version} to ${one.to_environment}`)
        .join(
          ', ',
        )}. Finish or withdraw it first, or leave it out of the release`,
    );
}
