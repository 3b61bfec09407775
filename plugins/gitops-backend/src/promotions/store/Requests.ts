import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import { next, PromotionEvent } from '../lifecycle';
import { namesOf } from '../pullRequestCauses';
import {
  hasEnded,
  isBeingDeployed,
  Person,
  slotOf,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';
import type { Database } from './Database';
import { FENCED } from './Leases';
import { PromotionRecord, recordsIn, recordsOf } from './Records';
import {
  LINKS,
  promotionOf,
  PROMOTIONS,
  PromotionRow,
  PULL_REQUESTS,
  PullRequestRow,
  rowOfPromotion,
  rowOfPullRequest,
} from './rows';

const MAX_TRIES = 10;

/** Takes what people ask for. Decides that only one promotion to a place is under way. */
export class Requests {
  readonly #database: Database;
  readonly #knex: Knex;

  constructor(database: Database) {
    this.#database = database;
    this.#knex = database.knex;
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
    for (let tries = 1; ; tries++) {
      try {
        return await this.#knex.transaction(async tx => {
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
          await this.#insert(tx, wanted, pullRequests);
          return {
            record: { promotion: wanted, pullRequests: [...pullRequests] },
            made: true,
          };
        });
      } catch (error) {
        // Another request took the slot between the look and the insertion: look again
        if (!isTaken(error) || tries === MAX_TRIES) throw error;
      }
    }
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
    for (let tries = 1; ; tries++) {
      try {
        return await this.#knex.transaction(async tx => {
          const present = await tx<PullRequestRow>(PULL_REQUESTS)
            .where({ slot })
            .first();
          if (present)
            return { records: await recordsIn(tx, present.id), made: false };
          for (const promotion of wanted) await this.#insert(tx, promotion, []);
          await this.#insertPullRequest(tx, pullRequest, slot);
          await tx.batchInsert(
            LINKS,
            wanted.map(({ id }) => ({
              promotion_id: id,
              pull_request_id: pullRequest.id,
            })),
            100,
          );
          return {
            records: wanted.map(promotion => ({
              promotion,
              pullRequests: [pullRequest],
            })),
            made: true,
          };
        });
      } catch (error) {
        if (!isTaken(error)) throw error;
        await this.#refuseBusy(wanted, slot);
        if (tries === MAX_TRIES) throw error;
      }
    }
  }

  /**
   * Has the pull requests of a promotion closed.
   *
   * @throws ConflictError where one of them is being merged
   */
  async withdraw(
    { promotion, pullRequests }: PromotionRecord,
    by: Person,
    comment: string,
  ): Promise<void> {
    await this.#knex.transaction(async tx => {
      const after = await this.#happen(tx, promotion.id, {
        type: 'withdrawn',
        by,
      });
      if (!after?.withdrawnBy)
        throw new ConflictError('It can not be withdrawn any more: look again');
      await this.#close(tx, pullRequests, comment);
    });
  }

  /** Of several pull requests, closes those that make no sense without one that was closed. */
  async closeOthers({ pullRequests }: PromotionRecord): Promise<void> {
    await this.#knex.transaction(tx =>
      this.#close(
        tx,
        pullRequests,
        'Closed, since another pull request of the same promotion was closed.',
      ),
    );
  }

  /** Stops following a promotion after its merge. */
  async giveUp({ promotion }: PromotionRecord, by: Person): Promise<void> {
    await this.#knex.transaction(async tx => {
      await this.#happen(tx, promotion.id, { type: 'gaveUp', by });
    });
  }

  /** Lets something happen to a promotion, whoever follows it at present. */
  async #happen(
    tx: Knex,
    id: string,
    event: PromotionEvent,
    values: { slot?: null } = {},
  ): Promise<StoredPromotion | undefined> {
    const row = await tx<PromotionRow>(PROMOTIONS)
      .where({ id })
      .forUpdate()
      .first();
    if (!row) return undefined;
    const after = next(promotionOf(row), event, this.#database.time);
    await tx(PROMOTIONS)
      .where({ id })
      .update({
        ...rowOfPromotion(after),
        ...values,
        ...(hasEnded(after.state) && { slot: null }),
        due_at: this.#database.at(),
        ...FENCED,
      });
    return after;
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
    await this.#happen(tx, id, { type: 'superseded', by }, { slot: null });
    if (!isBeingDeployed(state))
      await this.#close(
        tx,
        pullRequests,
        'Closed, since another promotion to the same place was requested.',
      );
  }

  async #close(
    tx: Knex,
    pullRequests: readonly StoredPullRequest[],
    comment: string,
  ): Promise<void> {
    const ids = pullRequests.map(({ id }) => id);
    const rows = await tx<PullRequestRow>(PULL_REQUESTS)
      .whereIn('id', ids)
      .orderBy('id')
      .forUpdate()
      .select('repository', 'number', 'merging_by');
    const merging = rows.find(one => one.merging_by !== null);
    if (merging)
      throw new ConflictError(
        `${merging.repository} #${merging.number} is being merged at this moment. Look again in a minute`,
      );
    await tx(PULL_REQUESTS)
      .whereIn('id', ids)
      .whereIn('state', ['planned', 'open'])
      .update({
        close_comment: comment,
        due_at: this.#database.at(),
        attempts: 0,
        ...FENCED,
      });
  }

  async #insert(
    tx: Knex,
    promotion: StoredPromotion,
    pullRequests: readonly StoredPullRequest[],
  ): Promise<void> {
    // Due at once, so that its first state is announced
    await tx(PROMOTIONS).insert({
      ...rowOfPromotion(promotion),
      slot: slotOf(promotion.service, promotion.to),
      due_at: this.#database.at(),
    });
    for (const pullRequest of pullRequests) {
      await this.#insertPullRequest(tx, pullRequest, null);
      await tx(LINKS).insert({
        promotion_id: promotion.id,
        pull_request_id: pullRequest.id,
      });
    }
  }

  async #insertPullRequest(
    tx: Knex,
    pullRequest: StoredPullRequest,
    slot: string | null,
  ): Promise<void> {
    await tx(PULL_REQUESTS).insert({
      ...rowOfPullRequest(pullRequest),
      slot,
      due_at: this.#database.at(),
    });
  }

  async #refuseBusy(
    wanted: readonly StoredPromotion[],
    slot: string,
  ): Promise<void> {
    const isOwn = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .where({ slot })
      .first();
    if (isOwn) return;
    const busy = await this.#knex<PromotionRow>(PROMOTIONS)
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

/**
 * Somebody else was faster: a unique key, or on PostgreSQL a deadlock that was resolved against
 * this one.
 */
function isTaken(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return ['SQLITE_CONSTRAINT_UNIQUE', '23505', '40P01'].includes(String(code));
}
