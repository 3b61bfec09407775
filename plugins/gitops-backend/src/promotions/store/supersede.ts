import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import { namesOf } from '../pullRequestCauses';
import { isBeingDeployed, StoredPromotion } from '../StoredPromotion';
import type { PromotionRecord } from './Records';
import { LinkRow, LINKS } from './rows';
import type { Writes } from './Writes';

/** A promotion that is under way, and the one that takes its place. */
export interface Superseded {
  readonly record: PromotionRecord;
  readonly by: StoredPromotion;
  /** Id of one that is superseded even while it is being deployed */
  readonly overtakes?: string;
}

/**
 * Has promotions take the place of others, whose open pull requests are closed.
 *
 * @throws ConflictError where one is being deployed or merged, or shares its open pull request with
 * services that stay
 */
export async function supersede(
  tx: Knex,
  writes: Writes,
  all: readonly Superseded[],
): Promise<void> {
  const ids = new Set(all.map(({ record }) => record.promotion.id));
  for (const one of all) await refuseToSupersede(tx, one, ids);
  for (const { record, by } of all)
    await writes.happen(
      record.promotion.id,
      { type: 'superseded', by },
      { slot: null },
    );
  await writes.close(
    all.flatMap(({ record: { promotion, pullRequests } }) =>
      isBeingDeployed(promotion.state) ? [] : pullRequests,
    ),
    'Closed, since another promotion to the same place was requested.',
  );
}

async function refuseToSupersede(
  tx: Knex,
  { record: { promotion, pullRequests }, overtakes }: Superseded,
  superseded: ReadonlySet<string>,
): Promise<void> {
  const { id, service, version, to, state } = promotion;
  if (isBeingDeployed(state)) {
    if (id === overtakes) return;
    throw new ConflictError(
      `${version} of ${service} is being deployed to ${to}. Wait until it has arrived, or has failed`,
    );
  }
  for (const one of pullRequests) {
    const links = await tx<LinkRow>(LINKS).where({ pull_request_id: one.id });
    if (links.some(link => !superseded.has(link.promotion_id)))
      throw new ConflictError(
        `${version} of ${service} is on its way to ${to} together with other services (${namesOf(
          [one],
        )}). Merge or withdraw that release first`,
      );
  }
}

/**
 * The same is asked for where the same versions go to the same place. The bytes may differ by what
 * others changed meanwhile.
 */
export function isSame(a: StoredPromotion, b: StoredPromotion): boolean {
  const versions = ({ kind, versions: all }: StoredPromotion) =>
    JSON.stringify([
      kind,
      ...all.map(one => `${one.name} ${one.to} ${one.toDigest ?? ''}`).sort(),
    ]);
  return versions(a) === versions(b);
}
