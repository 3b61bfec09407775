import type { Knex } from 'knex';
import {
  LINKS,
  PROMOTIONS,
  PromotionRow,
  PULL_REQUESTS,
} from '../promotions/store/rows';
import type { PromotionTarget } from '../promotions/StoredPromotion';
import type { Deployment } from './Deployment';

/** How far the clocks of Argo CD, the Git host and the portal may be apart. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

type Columns = Pick<
  PromotionRow,
  'id' | 'targets' | 'version' | 'state' | 'merged_at' | 'ended_at'
> & { merge_commit: string | null };

/**
 * The promotions that are known to have brought deployments, by the deployment's id: its commit is
 * the one that the merge made; or the promotion was seen to arrive, and the same version was
 * deployed between its merge and its arrival.
 */
export async function promotionsOf(
  knex: Knex,
  service: string,
  deployments: readonly Deployment[],
): Promise<ReadonlyMap<string, string>> {
  if (deployments.length === 0) return new Map();
  const starts = deployments.map(one => Date.parse(one.startedAt));
  const ends = deployments.map(one => Date.parse(one.finishedAt));
  const first = new Date(Math.min(...starts) - CLOCKS_DIFFER_MS);
  const last = new Date(Math.max(...ends) + CLOCKS_DIFFER_MS);
  const merges = await knex<PromotionRow>(PROMOTIONS)
    .join(LINKS, 'promotion_id', `${PROMOTIONS}.id`)
    .join(PULL_REQUESTS, 'pull_request_id', `${PULL_REQUESTS}.id`)
    .where({ service })
    .where('merged_at', '<=', last)
    .where(ended =>
      ended
        .whereNull(`${PROMOTIONS}.ended_at`)
        .orWhere(`${PROMOTIONS}.ended_at`, '>=', first),
    )
    .orderBy('merged_at', 'desc')
    .select<Columns[]>(
      `${PROMOTIONS}.id`,
      'targets',
      'version',
      `${PROMOTIONS}.state`,
      'merged_at',
      `${PROMOTIONS}.ended_at`,
      'merge_commit',
    );
  return new Map(
    deployments.flatMap(deployment => {
      const found =
        merges.find(one => isOfMerge(deployment, one)) ??
        merges.find(one => isOfArrival(deployment, one));
      return found ? [[deployment.id, found.id]] : [];
    }),
  );
}

function isOfMerge(deployment: Deployment, merge: Columns): boolean {
  const { merge_commit: commit } = merge;
  return (
    commit !== null &&
    deployment.revisions.includes(commit) &&
    isTarget(deployment, merge)
  );
}

function isOfArrival(deployment: Deployment, merge: Columns): boolean {
  const { state, version, merged_at: mergedAt, ended_at: endedAt } = merge;
  return (
    state === 'succeeded' &&
    mergedAt !== null &&
    endedAt !== null &&
    deployment.version === version &&
    Date.parse(deployment.startedAt) >=
      new Date(mergedAt).getTime() - CLOCKS_DIFFER_MS &&
    Date.parse(deployment.finishedAt) <=
      new Date(endedAt).getTime() + CLOCKS_DIFFER_MS &&
    isTarget(deployment, merge)
  );
}

function isTarget({ application }: Deployment, { targets }: Columns): boolean {
  return (JSON.parse(targets) as PromotionTarget[]).some(
    ({ instance, namespace, name }) =>
      application === `${instance}/${namespace}/${name}`,
  );
}
