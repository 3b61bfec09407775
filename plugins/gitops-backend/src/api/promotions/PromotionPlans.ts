import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  gitopsPromotionReadPermission,
  PromotedRoute,
  PromotionPlan,
} from 'backstage-plugin-gitops-common';
import type { Gitops } from '../../Gitops';
import type { Route } from '../../promotions/plan/freshPlanning';
import type { Planner } from '../../promotions/plan/Planner';
import type { Access } from '../Access';
import type { PromotionAccess } from '../PromotionAccess';
import type { ServiceAccess } from '../ServiceAccess';
import { planningOf } from './planningOf';
import type { Presenter } from './Presenter';

export interface PromotionPlansOptions {
  gitops: Gitops;
  access: Access;
  allowed: PromotionAccess;
  planner: Pick<Planner, 'plan'>;
  presenter: Presenter;
}

/** Plans promotions and rollbacks. Writes nothing. */
export class PromotionPlans {
  readonly #options: PromotionPlansOptions;

  constructor(options: PromotionPlansOptions) {
    this.#options = options;
  }

  /** What a promotion would do. */
  async plan(
    { service, from, to, version, digest }: PromotedRoute,
    credentials: BackstageCredentials,
  ): Promise<PromotionPlan> {
    const { allowed } = this.#options;
    const seen = await allowed.service(service, [from, to], credentials);
    const route = { from, to, version, digest };
    return this.#plan(seen, route, credentials);
  }

  /** What rolling a promotion back would do. */
  async planRollback(
    id: string,
    { version }: { version?: string },
    credentials: BackstageCredentials,
  ): Promise<PromotionPlan> {
    const { record, seen } = await this.#options.allowed.read(id, credentials);
    const { to } = record.promotion;
    return this.#plan(
      seen,
      { from: to, to, version, rollsBack: record.promotion },
      credentials,
    );
  }

  async #plan(
    seen: ServiceAccess,
    route: Route,
    credentials: BackstageCredentials,
  ): Promise<PromotionPlan> {
    const { access, gitops, planner, presenter } = this.#options;
    const rights = await access.rights(seen, credentials);
    rights.demand(gitopsPromotionReadPermission, route.to);
    const caller = { seen, rights };
    const planned = await planner.plan(await planningOf(gitops, caller, route));
    return presenter.plan(planned, route, caller);
  }
}
