import { randomUUID } from 'node:crypto';
import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import {
  hasEnded,
  isBeingDeployed,
  slotOf,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';
import {
  LinkRow,
  LINKS,
  promotionOf,
  PROMOTIONS,
  PromotionRow,
  PULL_REQUESTS,
  pullRequestOf,
  PullRequestRow,
  rowOfPromotion,
  rowOfPullRequest,
} from './rows';
import { overtaken, settle } from './settle';

/** A promotion with its pull requests. */
export interface PromotionRecord {
  promotion: StoredPromotion;
  pullRequests: StoredPullRequest[];
}

/** A row that one replica has for a while. Without the ticket nothing of it is written. */
export interface Lease<T> {
  readonly ticket: string;
  readonly subject: T;
}

const MAX_TRIES = 10;

/** Who changes a row without its lease ends the lease: its holder then finds that nothing is written, and looks again. */
const TAKEN_AWAY = { lease_until: null, lease_ticket: null };

/** Promotions and their pull requests in the database: the one place where it is decided that only one of a kind is under way. */
export class PromotionStore {
  readonly #knex: Knex;
  readonly #now: () => number;

  private constructor(knex: Knex, now: () => number) {
    this.#knex = knex;
    this.#now = now;
  }

  static async create(options: {
    database: DatabaseService;
    now(): number;
  }): Promise<PromotionStore> {
    const knex = await options.database.getClient();
    if (!options.database.migrations?.skip)
      await knex.migrate.latest({
        directory: resolvePackagePath(
          'backstage-plugin-gitops-backend',
          'migrations',
        ),
      });
    return new PromotionStore(knex, options.now);
  }

  /**
   * Inserts a promotion with its pull requests, unless the same versions are under way to the same environment: then those are answered. Promotions of other versions whose pull
   * requests are open are superseded.
   *
   * @param options - `replaces` is one that is superseded in any case, `overtakes` one that is superseded even while it is being deployed
   * @throws ConflictError where another one is being deployed, or shares its open pull request with other services
   */
  async request(
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
            const found = await this.#record(tx, promotionOf(present));
            const isReplaced = found.promotion.id === options.replaces;
            if (!isReplaced && isSame(found.promotion, wanted))
              return { record: found, made: false };
            if (isBeingDeployed(found.promotion.state))
              await this.#overtake(tx, found, wanted, options.overtakes);
            else await this.#supersede(tx, found, wanted.id);
          }
          await this.#insert(tx, [wanted], pullRequests, slot);
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
   * Inserts the promotions of a release with the one pull request that they share, unless just this release is under way.
   *
   * @throws ConflictError where one of the services is on its way already
   */
  async requestRelease(
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
            return {
              records: await this.#recordsOf(tx, present.id),
              made: false,
            };
          await tx(PULL_REQUESTS).insert({
            ...rowOfPullRequest(pullRequest),
            slot,
            due_at: this.#date(),
          });
          for (const promotion of wanted)
            await this.#insert(
              tx,
              [promotion],
              [],
              slotOf(promotion.service, promotion.to),
            );
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
        const busy = await this.#knex<PromotionRow>(PROMOTIONS)
          .whereIn(
            'slot',
            wanted.map(({ service, to }) => slotOf(service, to)),
          )
          .select('service', 'version', 'to_environment');
        const isOwn = await this.#knex<PullRequestRow>(PULL_REQUESTS)
          .where({ slot })
          .first();
        if (busy.length > 0 && !isOwn)
          throw new ConflictError(
            `Under way already: ${busy
              .map(
                one => `${one.service} ${one.version} to ${one.to_environment}`,
              )
              .join(
                ', ',
              )}. Finish or withdraw it first, or leave it out of the release`,
          );
        if (tries === MAX_TRIES) throw error;
      }
    }
  }

  async find(id: string): Promise<PromotionRecord | undefined> {
    const row = await this.#knex<PromotionRow>(PROMOTIONS)
      .where({ id })
      .first();
    return row && this.#record(this.#knex, promotionOf(row));
  }

  /** Newest first. */
  async list(of: {
    service: string;
    to?: string;
    limit: number;
  }): Promise<PromotionRecord[]> {
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .where({
        service: of.service,
        ...(of.to ? { to_environment: of.to } : {}),
      })
      .orderBy([{ column: 'requested_at', order: 'desc' }, { column: 'id' }])
      .limit(of.limit);
    return this.#records(this.#knex, rows.map(promotionOf));
  }

  /** The newest of a service to each environment. */
  async newest(service: string): Promise<PromotionRecord[]> {
    const latest = this.#knex(PROMOTIONS)
      .where({ service })
      .groupBy('to_environment')
      .select('to_environment')
      .max({ at: 'requested_at' })
      .as('latest');
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .join(latest, join =>
        join
          .on('latest.to_environment', `${PROMOTIONS}.to_environment`)
          .andOn('latest.at', `${PROMOTIONS}.requested_at`),
      )
      .where({ service })
      .select<PromotionRow[]>(`${PROMOTIONS}.*`);
    return this.#records(this.#knex, rows.map(promotionOf));
  }

  /** Those under way, of one service or of all. */
  async underWay(service?: string): Promise<PromotionRecord[]> {
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .whereIn('state', ['requested', 'pullRequestOpen', 'merged', 'deploying'])
      .modify(query => {
        if (service !== undefined) query.where({ service });
      })
      .orderBy('requested_at', 'desc');
    return this.#records(this.#knex, rows.map(promotionOf));
  }

  /** Services in the same pull request, besides one. */
  async othersIn(pullRequestId: string): Promise<number> {
    const [{ count }] = await this.#knex(LINKS)
      .where({ pull_request_id: pullRequestId })
      .count({ count: '*' });
    return Math.max(0, Number(count) - 1);
  }

  /** All services in a pull request. */
  async servicesIn(pullRequestId: string): Promise<string[]> {
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .whereIn(
        'id',
        this.#knex(LINKS)
          .where({ pull_request_id: pullRequestId })
          .select('promotion_id'),
      )
      .select('service');
    return rows.map(({ service }) => service);
  }

  /** Open pull requests' repositories and the branches that they go to. */
  async openBases(): Promise<{ repositoryUrl: string; base: string }[]> {
    const rows = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .where({ state: 'open' })
      .distinct('repository_url', 'base');
    return rows.map(({ repository_url, base }) => ({
      repositoryUrl: repository_url,
      base,
    }));
  }

  /** Addresses of the repositories that pull requests are looked at in. */
  async watchedRepositories(): Promise<string[]> {
    const rows = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .whereNotNull('due_at')
      .distinct('repository_url');
    return rows.map(({ repository_url }) => repository_url);
  }

  /** When something is due next, in milliseconds since the epoch; undefined where nothing is. */
  async nextDue(): Promise<number | undefined> {
    const found = await Promise.all(
      [PULL_REQUESTS, PROMOTIONS].map(table =>
        this.#knex(table).min({ at: 'due_at' }).first(),
      ),
    );
    const times = found.flatMap(row =>
      row?.at ? new Date(row.at as string | number).getTime() : [],
    );
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Takes what is due, at most `limit`, so that no other replica does for `leaseMs`. */
  async leasePullRequests(
    limit: number,
    leaseMs: number,
  ): Promise<Lease<PromotionRecord['pullRequests'][number]>[]> {
    const { ticket, ids } = await this.#lease(PULL_REQUESTS, limit, leaseMs);
    if (ids.length === 0) return [];
    const rows = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .whereIn('id', ids)
      .where({ lease_ticket: ticket });
    return rows.map(row => ({ ticket, subject: pullRequestOf(row) }));
  }

  async leasePromotions(
    limit: number,
    leaseMs: number,
  ): Promise<Lease<PromotionRecord>[]> {
    const { ticket, ids } = await this.#lease(PROMOTIONS, limit, leaseMs);
    if (ids.length === 0) return [];
    const rows = await this.#knex<PromotionRow>(PROMOTIONS)
      .whereIn('id', ids)
      .where({ lease_ticket: ticket });
    const records = await this.#records(this.#knex, rows.map(promotionOf));
    return records.map(subject => ({ ticket, subject }));
  }

  /**
   * Writes a pull request and what it makes of its promotions, and gives the lease back.
   *
   * @returns the promotions that it changed, or undefined where the lease was lost: then nothing was written
   */
  async savePullRequest(
    ticket: string,
    pullRequest: StoredPullRequest,
    dueInMs: number | undefined,
  ): Promise<StoredPromotion[] | undefined> {
    return this.#knex.transaction(async tx => {
      const isEnded = !['planned', 'open'].includes(pullRequest.state);
      // What others may have asked for in the meantime stays
      const { close_comment: _, ...row } = rowOfPullRequest(pullRequest);
      const written = await tx<PullRequestRow>(PULL_REQUESTS)
        .where({ id: pullRequest.id, lease_ticket: ticket })
        .update({
          ...row,
          ...(isEnded ? { slot: null } : {}),
          due_at: this.#dueAfterLease(dueInMs),
          ...TAKEN_AWAY,
        });
      if (written === 0) return undefined;
      return this.#settle(tx, pullRequest.id);
    });
  }

  /** Writes a promotion and gives the lease back. @returns false where the lease was lost: then nothing was written */
  async savePromotion(
    ticket: string,
    promotion: StoredPromotion,
    dueInMs: number | undefined,
  ): Promise<boolean> {
    const written = await this.#knex<PromotionRow>(PROMOTIONS)
      .where({ id: promotion.id, lease_ticket: ticket })
      .update({
        ...rowOfPromotion(promotion),
        ...(hasEnded(promotion.state) ? { slot: null } : {}),
        due_at: this.#dueAfterLease(dueInMs),
        ...TAKEN_AWAY,
      });
    return written > 0;
  }

  /** Gives a lease back unchanged, to be looked at again later. */
  async release(
    table: 'promotions' | 'pullRequests',
    ticket: string,
    id: string,
    dueInMs: number,
  ): Promise<void> {
    await this.#knex(table === 'promotions' ? PROMOTIONS : PULL_REQUESTS)
      .where({ id, lease_ticket: ticket })
      .update({
        due_at: this.#date(dueInMs),
        ...TAKEN_AWAY,
      });
  }

  /** Has the pull requests of a promotion closed, where no other service needs them. */
  async requestClosing(promotionId: string, comment: string): Promise<void> {
    await this.#knex.transaction(async tx => {
      await tx<PullRequestRow>(PULL_REQUESTS)
        .whereIn(
          'id',
          tx(LINKS)
            .where({ promotion_id: promotionId })
            .select('pull_request_id'),
        )
        .whereIn('state', ['planned', 'open'])
        .update({
          close_comment: comment,
          due_at: this.#date(),
          attempts: 0,
          ...TAKEN_AWAY,
        });
    });
  }

  /** Has pull requests looked at now: of a promotion, or of a repository and branch. */
  async hastenPullRequests(
    of:
      | { promotion: string }
      | { repositoryUrls: readonly string[]; base?: string; number?: number },
  ): Promise<number> {
    return this.#knex<PullRequestRow>(PULL_REQUESTS)
      .whereNotNull('due_at')
      .modify(query => {
        if ('promotion' in of)
          query.whereIn(
            'id',
            this.#knex(LINKS)
              .where({ promotion_id: of.promotion })
              .select('pull_request_id'),
          );
        else {
          query.whereIn('repository_url', of.repositoryUrls);
          if (of.base !== undefined) query.where({ base: of.base });
          if (of.number !== undefined) query.where({ number: of.number });
        }
      })
      .update({ due_at: this.#date() });
  }

  async hastenPromotions(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#knex<PromotionRow>(PROMOTIONS)
      .whereIn('id', ids)
      .whereNotNull('due_at')
      .update({ due_at: this.#date() });
  }

  async #settle(tx: Knex, pullRequestId: string): Promise<StoredPromotion[]> {
    const links = tx(LINKS)
      .where({ pull_request_id: pullRequestId })
      .select('promotion_id');
    const rows = await tx<PromotionRow>(PROMOTIONS)
      .whereIn('id', links)
      .orderBy('id')
      .forUpdate();
    const records = await this.#records(tx, rows.map(promotionOf));
    const changed: StoredPromotion[] = [];
    for (const { promotion, pullRequests } of records) {
      const settled = settle(
        promotion,
        pullRequests,
        new Date(this.#now()).toISOString(),
      );
      if (JSON.stringify(settled) === JSON.stringify(promotion)) continue;
      const slot = await this.#slotFor(tx, promotion, settled);
      if (slot === 'taken') continue;
      await tx<PromotionRow>(PROMOTIONS)
        .where({ id: promotion.id })
        .update({
          ...rowOfPromotion(settled),
          slot,
          due_at: this.#date(),
          ...TAKEN_AWAY,
        });
      changed.push(settled);
    }
    return changed;
  }

  /** A pull request that was reopened takes its slot back, where nobody else has it. */
  async #slotFor(
    tx: Knex,
    before: StoredPromotion,
    after: StoredPromotion,
  ): Promise<string | null | 'taken'> {
    if (hasEnded(after.state)) return null;
    const slot = slotOf(after.service, after.to);
    const holder = await tx<PromotionRow>(PROMOTIONS).where({ slot }).first();
    if (!holder || holder.id === after.id) return slot;
    // What is merged is deployed, whoever has the slot
    if (after.state === 'merged' || !hasEnded(before.state)) return null;
    return 'taken';
  }

  /** Whoever follows it at the moment has lost the lease then, and writes nothing. */
  async #overtake(
    tx: Knex,
    { promotion }: PromotionRecord,
    by: StoredPromotion,
    allowed: string | undefined,
  ): Promise<void> {
    const { id, service, version, to } = promotion;
    if (id !== allowed)
      throw new ConflictError(
        `${version} of ${service} is being deployed to ${to}. Wait until it has arrived, or has failed`,
      );
    const at = new Date(this.#now()).toISOString();
    await tx<PromotionRow>(PROMOTIONS)
      .where({ id })
      .update({
        ...rowOfPromotion(overtaken(promotion, by, at)),
        slot: null,
        due_at: this.#date(),
        ...TAKEN_AWAY,
      });
  }

  async #supersede(
    tx: Knex,
    { promotion, pullRequests }: PromotionRecord,
    by: string,
  ): Promise<void> {
    const { service, version, to } = promotion;
    for (const { id, repository, number } of pullRequests) {
      const links = await tx(LINKS).where({ pull_request_id: id });
      if (links.length > 1)
        throw new ConflictError(
          `${version} of ${service} is on its way to ${to} together with other services (${repository}${
            number ? ` #${number}` : ''
          }). Merge or withdraw that release first`,
        );
    }
    await tx<PromotionRow>(PROMOTIONS)
      .where({ id: promotion.id })
      .update({ slot: null, superseded_by: by, ...TAKEN_AWAY });
    await tx<PullRequestRow>(PULL_REQUESTS)
      .whereIn(
        'id',
        pullRequests.map(({ id }) => id),
      )
      .whereIn('state', ['planned', 'open'])
      .update({
        close_comment:
          'Closed, since a promotion to another version was requested.',
        due_at: this.#date(),
        ...TAKEN_AWAY,
      });
  }

  async #insert(
    tx: Knex,
    promotions: readonly StoredPromotion[],
    pullRequests: readonly StoredPullRequest[],
    slot: string,
  ): Promise<void> {
    for (const pullRequest of pullRequests)
      await tx(PULL_REQUESTS).insert({
        ...rowOfPullRequest(pullRequest),
        due_at: this.#date(),
      });
    for (const promotion of promotions) {
      // Due at once, so that its first state is announced
      await tx(PROMOTIONS).insert({
        ...rowOfPromotion(promotion),
        slot,
        due_at: this.#date(),
      });
      for (const pullRequest of pullRequests)
        await tx(LINKS).insert({
          promotion_id: promotion.id,
          pull_request_id: pullRequest.id,
        });
    }
  }

  /** In one statement, so that two replicas never take the same row. */
  async #lease(
    table: string,
    limit: number,
    leaseMs: number,
  ): Promise<{ ticket: string; ids: string[] }> {
    const ticket = randomUUID();
    const now = this.#date();
    const due = this.#knex(table)
      .where('due_at', '<=', now)
      .where(query =>
        query.whereNull('lease_until').orWhere('lease_until', '<', now),
      )
      .orderBy('due_at')
      .limit(limit)
      .select('id');
    // SQLite has one writer at a time anyway
    if (this.#knex.client.config.client.includes('pg'))
      due.forUpdate().skipLocked();
    const rows: { id: string }[] = await this.#knex(table)
      .whereIn('id', due)
      .update({
        lease_ticket: ticket,
        lease_until: this.#date(leaseMs),
        // What is asked for meanwhile makes it due earlier
        due_at: this.#date(leaseMs),
      })
      .returning('id');
    return { ticket, ids: rows.map(({ id }) => id) };
  }

  async #record(
    tx: Knex,
    promotion: StoredPromotion,
  ): Promise<PromotionRecord> {
    return (await this.#records(tx, [promotion]))[0];
  }

  async #recordsOf(
    tx: Knex,
    pullRequestId: string,
  ): Promise<PromotionRecord[]> {
    const rows = await tx<PromotionRow>(PROMOTIONS).whereIn(
      'id',
      tx(LINKS)
        .where({ pull_request_id: pullRequestId })
        .select('promotion_id'),
    );
    return this.#records(tx, rows.map(promotionOf));
  }

  async #records(
    tx: Knex,
    promotions: readonly StoredPromotion[],
  ): Promise<PromotionRecord[]> {
    const links: LinkRow[] = await tx(LINKS).whereIn(
      'promotion_id',
      promotions.map(({ id }) => id),
    );
    const rows: PullRequestRow[] = await tx(PULL_REQUESTS).whereIn('id', [
      ...new Set(links.map(one => one.pull_request_id)),
    ]);
    const byId = new Map(rows.map(row => [row.id, pullRequestOf(row)]));
    return promotions.map(promotion => ({
      promotion,
      pullRequests: links
        .filter(one => one.promotion_id === promotion.id)
        .flatMap(one => byId.get(one.pull_request_id) ?? [])
        .sort((a, b) => a.repository.localeCompare(b.repository)),
    }));
  }

  /** Somebody may have asked to look again while it was leased: then that is done at once. */
  #dueAfterLease(inMs: number | undefined): Knex.Raw {
    return this.#knex.raw('case when due_at <= ? then due_at else ? end', [
      this.#date(),
      // Drivers want a value whose type they know
      inMs === undefined ? null! : this.#date(inMs),
    ]);
  }

  #date(inMs = 0): Date {
    return new Date(this.#now() + inMs);
  }
}

/** What is asked for is the same where the same versions go to the same place. The bytes may differ by what others changed meanwhile. */
function isSame(a: StoredPromotion, b: StoredPromotion): boolean {
  const versions = ({ kind, versions: all }: StoredPromotion) =>
    JSON.stringify([
      kind,
      ...all.map(one => `${one.name} ${one.to} ${one.toDigest ?? ''}`).sort(),
    ]);
  return versions(a) === versions(b);
}

/** Somebody else was faster: a unique key, or on PostgreSQL a deadlock that was resolved against this one. */
function isTaken(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return ['SQLITE_CONSTRAINT_UNIQUE', '23505', '40P01'].includes(String(code));
}
