import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import { namesOf } from '../pullRequestCauses';
import {
  isBeingDeployed,
  Person,
  slotOf,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';
import type { Database } from './Database';
import { recordsOf } from './links';
import type { PromotionRecord } from './Records';
import { promotionOf } from './promotionRows';
import { requestRelease } from './requestRelease';
import { LINKS, PROMOTIONS, PromotionRow } from './rows';
import { Writes } from './Writes';

/** Takes what people ask for. Decides that only one promotion to a place is under way. */
export class Requests {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Inserts a promotion with its pull requests, unless the same versions are under way to the same
   * environment: then those are answered. A promotion of other versions whose pull request is open,
   * or one that is being withdrawn, is superseded.
   *
   * @param options - `replaces` is one that is superseded in any case, `overtakes` one that is
   * superseded even while it is being deployed
   * @throws ConflictError where another one is being deployed or merged, or shares its open pull
   * request with other services
   */
  async promotion(
    wanted: StoredPromotion,
    pullRequests: readonly StoredPullRequest[],
    options: { replaces?: string; overtakes?: string } = {},
  ): Promise<{ record: PromotionRecord; made: boolean }> {
    const slot = slotOf(wanted.service, wanted.to);
    return this.#database.transaction(async tx => {
      const present = await tx<PromotionRow>(PROMOTIONS)
        .where({ slot })
        .forUpdate()
        .first();
      if (present) {
        const [found] = await recordsOf(tx, [promotionOf(present)]);
        const { id, withdrawnBy } = found.promotion;
        const isKept = id !== options.replaces && withdrawnBy === undefined;
        if (isKept && isSame(found.promotion, wanted))
          return { record: found, made: false };
        await this.#supersede(tx, found, wanted, options.overtakes);
      }
      const writes = this.#writes(tx);
      await writes.insertPromotion(wanted);
      for (const one of pullRequests)
        await writes.insertPullRequest(one, [wanted], null);
      return {
        record: { promotion: wanted, pullRequests: [...pullRequests] },
        made: true,
      };
    });
  }

  /**
   * Inserts the promotions of a release with the one pull request that they share, unless just this
   * release is under way.
   *
   * @throws ConflictError where one of the services is on its way already
   */
  async release(
    wanted: readonly StoredPromotion[],
    pullRequest: StoredPullRequest,
    slot: string,
  ): Promise<{ records: PromotionRecord[]; made: boolean }> {
    return this.#database.transaction(tx =>
      requestRelease(tx, this.#writes(tx), { wanted, pullRequest, slot }),
    );
  }

  /**
   * Has the pull requests of promotions closed: of one, or of all in a release.
   *
   * @throws ConflictError where one of them is merged, or is being merged
   */
  async withdraw(
    records: readonly PromotionRecord[],
    by: Person,
    comment: string,
  ): Promise<void> {
    const ids = records.map(({ promotion }) => promotion.id).sort();
    await this.#database.transaction(async tx => {
      const writes = this.#writes(tx);
      for (const id of ids) {
        const after = await writes.happen(id, { type: 'withdrawn', by });
        if (!after?.withdrawnBy)
          throw new ConflictError(
            'It can not be withdrawn any more: look again',
          );
      }
      await writes.close(
        records.flatMap(({ pullRequests }) => pullRequests),
        comment,
      );
    });
  }

  /** Of several pull requests, closes those that make no sense without one that was closed. */
  async closeOthers({
    promotion,
    pullRequests,
  }: PromotionRecord): Promise<void> {
    await this.#database.transaction(async tx => {
      await tx(PROMOTIONS).where({ id: promotion.id }).forUpdate().first('id');
      await this.#writes(tx).close(
        pullRequests,
        'Closed, since another pull request of the same promotion was closed.',
      );
    });
  }

  /** Stops following a promotion after its merge. */
  async giveUp({ promotion }: PromotionRecord, by: Person): Promise<void> {
    await this.#database.transaction(async tx => {
      await this.#writes(tx).happen(promotion.id, { type: 'gaveUp', by });
    });
  }

  async #supersede(
    tx: Knex,
    { promotion, pullRequests }: PromotionRecord,
    by: StoredPromotion,
    overtakes: string | undefined,
  ): Promise<void> {
    const { id, service, version, to, state } = promotion;
    if (isBeingDeployed(state) && id !== overtakes)
      throw new ConflictError(
        `${version} of ${service} is being deployed to ${to}. Wait until it has arrived, or has failed`,
      );
    for (const one of pullRequests) {
      const links = await tx(LINKS).where({ pull_request_id: one.id });
      if (links.length > 1 && !isBeingDeployed(state))
        throw new ConflictError(
          `${version} of ${service} is on its way to ${to} together with other services (${namesOf(
            [one],
          )}). Merge or withdraw that release first`,
        );
    }
    const writes = this.#writes(tx);
    await writes.happen(id, { type: 'superseded', by }, { slot: null });
    if (!isBeingDeployed(state))
      await writes.close(
        pullRequests,
        'Closed, since another promotion to the same place was requested.',
      );
  }

  #writes(tx: Knex): Writes {
    return new Writes(this.#database, tx);
  }
}

/**
 * The same is asked for where the same versions go to the same place. The bytes may differ by what
 * others changed meanwhile.
 */
function isSame(a: StoredPromotion, b: StoredPromotion): boolean {
  const versions = ({ kind, versions: all }: StoredPromotion) =>
    JSON.stringify([
      kind,
      ...all.map(one => `${one.name} ${one.to} ${one.toDigest ?? ''}`).sort(),
    ]);
  return versions(a) === versions(b);
}
