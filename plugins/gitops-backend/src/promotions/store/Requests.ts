import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import {
  deployedStates,
  Person,
  slotOf,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';
import type { Database } from './Database';
import { countTo, recordsOf } from './links';
import type { PromotionRecord } from './Records';
import { promotionOf } from './promotionRows';
import { requestRelease, WantedRelease } from './requestRelease';
import { PROMOTIONS, PromotionRow } from './rows';
import { isSame, supersede } from './supersede';
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
      const writes = this.#writes(tx);
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
        const { overtakes } = options;
        await supersede(tx, writes, [{ record: found, by: wanted, overtakes }]);
      }
      await writes.insertPromotion(wanted);
      for (const one of pullRequests)
        await writes.insertPullRequest(one, [wanted]);
      return {
        record: { promotion: wanted, pullRequests: [...pullRequests] },
        made: true,
      };
    });
  }

  /**
   * Inserts a promotion that nobody asks for, with its pull requests, unless another one is under
   * way to the same environment, or was requested meanwhile: that may be why it should not come.
   *
   * @param madeBefore - how many there had been when it was decided
   * @returns whether it was inserted
   */
  async automatic(
    wanted: StoredPromotion,
    pullRequests: readonly StoredPullRequest[],
    madeBefore: number,
  ): Promise<boolean> {
    const { service, to } = wanted;
    return this.#database.transaction(async tx => {
      const present = await tx<PromotionRow>(PROMOTIONS)
        .where({ slot: slotOf(service, to) })
        // One that was merged after another one took its place has no slot
        .orWhere(query =>
          query
            .where({ service, to_environment: to })
            .whereIn('state', [...deployedStates]),
        )
        .first('id');
      if (present || (await countTo(tx, wanted)) !== madeBefore) return false;
      const writes = this.#writes(tx);
      await writes.insertPromotion(wanted);
      for (const one of pullRequests)
        await writes.insertPullRequest(one, [wanted]);
      return true;
    });
  }

  /** Inserts the promotions of a release: see {@link requestRelease}. */
  async release(
    release: WantedRelease,
  ): Promise<{ records: PromotionRecord[]; made: boolean }> {
    return this.#database.transaction(tx =>
      requestRelease(tx, this.#writes(tx), release),
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
            'It can no longer be withdrawn: reload the page',
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

  #writes(tx: Knex): Writes {
    return new Writes(this.#database, tx);
  }
}
