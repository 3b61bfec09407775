import {
  gitopsAnnotations,
  gitopsPromotionOverridePermission,
  Promotion,
  PromotionPlan,
} from 'backstage-plugin-gitops-common';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import type { Gitops } from '../../Gitops';
import type { Planned } from '../../promotions/plan/Planning';
import type { PromotionRecord, Records } from '../../promotions/store/Records';
import type { Rights } from '../Rights';
import type { ServiceAccess } from '../ServiceAccess';
import { presentPromotion } from './present';
import { presentPlan } from './presentPlan';

/** What a caller may see and do of one service. */
export interface Caller {
  readonly rights: Rights;
  readonly seen: ServiceAccess;
}

export interface PresenterOptions {
  gitops: Pick<Gitops, 'application' | 'deploymentOf'>;
  records: Pick<Records, 'servicesPer'>;
  /** Of an environment; for one service, where its annotation is given */
  settingsOf(
    environment: string,
    annotation?: string,
  ): PromotionSettings | undefined;
}

/** Reads what an answer about promotions has in addition to their records. */
export class Presenter {
  readonly #options: PresenterOptions;

  constructor(options: PresenterOptions) {
    this.#options = options;
  }

  async one(record: PromotionRecord, caller: Caller): Promise<Promotion> {
    return (await this.of([record], caller))(record);
  }

  /** Promotions of several services, each with what the caller may of its own. */
  async all(
    found: readonly (Caller & { record: PromotionRecord })[],
  ): Promise<Promotion[]> {
    const services = await this.#servicesPer(found.map(one => one.record));
    return found.map(one => this.#present(one.record, one, services));
  }

  /** What presents promotions, any of those that are given. */
  async of(
    records: readonly PromotionRecord[],
    caller: Caller,
  ): Promise<(record: PromotionRecord) => Promotion> {
    const services = await this.#servicesPer(records);
    return record => this.#present(record, caller, services);
  }

  async plan(
    planned: Planned,
    route: { from: string; to: string },
    caller: Caller,
  ): Promise<PromotionPlan> {
    const { rights, seen } = caller;
    const { from, to } = route;
    return presentPlan(planned, {
      service: seen.query.service,
      from,
      to,
      canOverride: rights.may(gitopsPromotionOverridePermission, to),
      underWay: planned.underWay
        ? await this.one(planned.underWay, caller)
        : null,
    });
  }

  #servicesPer(
    records: readonly PromotionRecord[],
  ): Promise<ReadonlyMap<string, number>> {
    return this.#options.records.servicesPer(
      records.flatMap(({ pullRequests }) => pullRequests.map(({ id }) => id)),
    );
  }

  #present(
    record: PromotionRecord,
    { rights, seen }: Caller,
    services: ReadonlyMap<string, number>,
  ): Promotion {
    const { settingsOf, gitops } = this.#options;
    const ownSettings =
      seen.entity.metadata.annotations?.[gitopsAnnotations.promotion];
    return presentPromotion(record, {
      may: rights.may,
      caller: rights.caller,
      sees: environment => seen.sees(environment),
      settingsOf: environment => settingsOf(environment, ownSettings),
      othersIn: id => Math.max(0, (services.get(id) ?? 1) - 1),
      urlOf: target => {
        const application = gitops.application(target);
        return application && gitops.deploymentOf(application).url;
      },
    });
  }
}
