import { ConflictError, NotFoundError } from '@backstage/errors';
import { promotionSentence } from 'backstage-plugin-gitops-common';
import type { Clock } from '../inventory/Clock';
import { drafted, DraftOptions } from './drafted';
import { hasSameDigests } from './gates/midPromotion';
import { isOpen } from './lifecycle';
import type { Planner } from './plan/Planner';
import type { Planned } from './plan/Planning';
import {
  PromotionRequest,
  refuseOtherContent,
  refuseUnseen,
} from './PromotionRequest';
import { namesOf } from './pullRequestCauses';
import type { PromotionStore } from './store/PromotionStore';
import type { PromotionRecord } from './store/Records';
import { isBeingDeployed, Person } from './StoredPromotion';

export interface PromotionsOptions extends DraftOptions {
  planner: Pick<Planner, 'plan' | 'lookAgain'>;
  store: Pick<PromotionStore, 'records' | 'requests'>;
  /** Something is due */
  wake(): void;
  clock: Pick<Clock, 'now'>;
}

/** Takes requests of people for promotions, and ends them. Whether they may is asked before. */
export class Promotions {
  readonly #options: PromotionsOptions;

  constructor(options: PromotionsOptions) {
    this.#options = options;
  }

  /**
   * Requests a promotion, or finds it where the same is under way.
   *
   * @throws BlockedError; ConflictError where the plan is another than the one that was seen;
   * InputError
   */
  async request(
    request: PromotionRequest,
  ): Promise<{ record: PromotionRecord; made: boolean }> {
    const { planner, store, clock, wake } = this.#options;
    const { planning } = request;
    planner.lookAgain();
    const planned = await planner.plan(planning);
    const { underWay } = planned;
    if (underWay && isAskedFor(underWay, planned))
      return { record: underWay, made: false };
    refuseOtherContent(planned, request);
    refuseOtherVersions(planned, request);
    refuseUnseen(planned, request);
    const now = new Date(clock.now()).toISOString();
    const { promotion, pullRequests } = await drafted(
      planned,
      request,
      now,
      this.#options,
    );
    const answer = await store.requests.promotion(promotion, pullRequests, {
      replaces: planning.replaces,
      // Gates were not asked for a promotion that is only now merged
      overtakes:
        underWay && isBeingDeployed(underWay.promotion.state)
          ? underWay.promotion.id
          : undefined,
    });
    wake();
    return answer;
  }

  /**
   * Has the pull requests closed.
   *
   * @throws ConflictError where it can't be withdrawn, or shares them with other services
   */
  async withdraw(
    record: PromotionRecord,
    by: Person,
  ): Promise<PromotionRecord> {
    const { promotion, pullRequests } = record;
    const { store } = this.#options;
    if (!isOpen(promotion.state))
      throw new ConflictError(
        `It can no longer be withdrawn. ${promotionSentence(promotion.cause)}`,
      );
    const all = await store.records.sharing(record);
    if (all.length > 1)
      throw new ConflictError(
        `${namesOf(
          pullRequests,
        )} promotes other services as well: withdraw the whole release if none of them is wanted`,
      );
    await this.#withdraw([record], by);
    return this.#found(promotion.id);
  }

  /**
   * Has the pull requests of a release closed that are not merged yet.
   *
   * @throws ConflictError where none is
   */
  async withdrawRelease(
    records: readonly PromotionRecord[],
    by: Person,
  ): Promise<void> {
    const open = records.filter(
      ({ promotion }) =>
        isOpen(promotion.state) && promotion.withdrawnBy === undefined,
    );
    if (open.length === 0)
      throw new ConflictError(
        'There is nothing to withdraw: no pull request of this release is still open',
      );
    await this.#withdraw(open, by);
  }

  /** Stops following a promotion after its merge. @throws ConflictError */
  async stopFollowing(
    record: PromotionRecord,
    by: Person,
  ): Promise<PromotionRecord> {
    const { promotion } = record;
    const { store, wake } = this.#options;
    if (!isBeingDeployed(promotion.state))
      throw new ConflictError(
        `It is not being deployed. ${promotionSentence(promotion.cause)}`,
      );
    await store.requests.giveUp(record, by);
    wake();
    return this.#found(promotion.id);
  }

  async #withdraw(
    records: readonly PromotionRecord[],
    by: Person,
  ): Promise<void> {
    const { store, wake } = this.#options;
    const comment = `Withdrawn in the portal (${by.ref.replace('@', '')}).`;
    await store.requests.withdraw(records, by, comment);
    wake();
  }

  async #found(id: string): Promise<PromotionRecord> {
    const found = await this.#options.store.records.find(id);
    if (!found) throw new NotFoundError(`There is no promotion ${id}`);
    return found;
  }
}

function isAskedFor(
  { promotion }: PromotionRecord,
  { kind, version, versions }: Planned,
): boolean {
  return (
    promotion.withdrawnBy === undefined &&
    promotion.kind === kind &&
    promotion.version === version &&
    hasSameDigests(promotion.versions, versions)
  );
}

/** What ran when it was requested was judged and approved; what runs by now was not. */
function refuseOtherVersions(
  { versions, version, source }: Planned,
  { retries }: PromotionRequest,
): void {
  if (!retries) return;
  const known = new Map(retries.versions.map(one => [one.name, one.to]));
  const isSame =
    hasSameDigests(retries.versions, versions) &&
    versions.every(({ name, to }) => known.get(name) === to);
  if (!isSame)
    throw new ConflictError(
      `${version} has other images in ${source.title} now than when it was requested. Promote it again`,
    );
}
