import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  gitopsPromotionCreatePermission,
  gitopsPromotionOverridePermission,
  PromotionAnswer,
  PromotionRequest,
} from 'backstage-plugin-gitops-common';
import type { JsonObject } from '@backstage/types';
import type { ChangesReader } from '../../changes/ChangesReader';
import type { Gitops } from '../../Gitops';
import type { Route } from '../../promotions/plan/freshPlanning';
import { reasonOf } from '../../promotions/PromotionRequest';
import type { Promotions } from '../../promotions/Promotions';
import type { Records } from '../../promotions/store/Records';
import {
  overriddenIn,
  StoredPromotion,
} from '../../promotions/StoredPromotion';
import type { Access } from '../Access';
import { audited } from '../audited';
import type { PromotionAccess } from '../PromotionAccess';
import type { ServiceAccess } from '../ServiceAccess';
import { changesFor } from './changesFor';
import { personOf } from './personOf';
import { planningOf } from './planningOf';
import type { Presenter } from './Presenter';
import { metaOf } from './PromotionActs';

export interface PromotionRequestsOptions {
  gitops: Gitops;
  access: Access;
  allowed: PromotionAccess;
  promotions: Pick<Promotions, 'request'>;
  records: Pick<Records, 'find'>;
  presenter: Presenter;
  changes: Pick<ChangesReader, 'read' | 'isInPullRequests'>;
  auditor: AuditorService;
}

interface Wanted {
  reason: string;
  plan?: string;
  override?: string[];
  retries?: StoredPromotion;
}

/** Requests promotions and rollbacks. */
export class PromotionRequests {
  readonly #options: PromotionRequestsOptions;

  constructor(options: PromotionRequestsOptions) {
    this.#options = options;
  }

  async promote(
    request: PromotionRequest,
    credentials: BackstageCredentials,
  ): Promise<PromotionAnswer> {
    const { service, from, to, reason, override = [] } = request;
    const { version, digest } = request;
    return this.#audited(
      'promotion-request',
      {
        ...{ service, from, to, reason, override },
        ...(version !== undefined && { asked: version }),
      },
      credentials,
      async () => {
        const { allowed } = this.#options;
        const seen = await allowed.service(service, [from, to], credentials);
        const route = { from, to, version, digest };
        return this.#request(seen, route, request, credentials);
      },
    );
  }

  /** Makes a new plan and requests it, with the same reason. Overrides are not repeated. */
  async retry(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<PromotionAnswer> {
    const { allowed, presenter, records } = this.#options;
    const found = await allowed.read(id, credentials);
    const { promotion } = found.record;
    return this.#audited(
      'promotion-retry',
      { ...metaOf(promotion), retries: id },
      credentials,
      async () => {
        const acting = await allowed.acting(
          found,
          gitopsPromotionCreatePermission,
          credentials,
        );
        const { can, sentence } = await presenter.one(acting.record, acting);
        if (!can.retry)
          throw new ConflictError(`There is nothing to try again. ${sentence}`);
        const { service, from, to, reason, rollsBack } = promotion;
        // The plan tells what runs in the source
        await allowed.service(service, [from, to], credentials);
        const rolledBack = rollsBack && (await records.find(rollsBack));
        if (rollsBack && !rolledBack)
          throw new NotFoundError(`There is no promotion ${rollsBack}`);
        return this.#request(
          acting.seen,
          {
            from,
            to,
            version: promotion.version,
            rollsBack: rolledBack ? rolledBack.promotion : undefined,
            replaces: id,
          },
          { reason, retries: promotion },
          credentials,
        );
      },
    );
  }

  /** Requests a version that was healthy there before. */
  async rollback(
    id: string,
    request: Wanted & { version?: string },
    credentials: BackstageCredentials,
  ): Promise<PromotionAnswer> {
    const { allowed, presenter } = this.#options;
    const found = await allowed.read(id, credentials);
    const { promotion } = found.record;
    const { reason, override = [] } = request;
    return this.#audited(
      'promotion-rollback',
      { ...metaOf(promotion), rollsBack: id, reason, override },
      credentials,
      async () => {
        const acting = await allowed.acting(
          found,
          gitopsPromotionCreatePermission,
          credentials,
        );
        const { can, sentence } = await presenter.one(acting.record, acting);
        if (!can.rollback)
          throw new ConflictError(`There is nothing to roll back. ${sentence}`);
        const { to } = promotion;
        return this.#request(
          acting.seen,
          { from: to, to, version: request.version, rollsBack: promotion },
          request,
          credentials,
        );
      },
    );
  }

  async #request(
    seen: ServiceAccess,
    route: Route,
    wanted: Wanted,
    credentials: BackstageCredentials,
  ): Promise<PromotionAnswer> {
    const { access, gitops, promotions, presenter } = this.#options;
    const { plan, override, retries } = wanted;
    const reason = reasonOf(wanted.reason);
    const rights = await access.rights(seen, credentials, { fresh: true });
    rights.demand(gitopsPromotionCreatePermission, route.to);
    if (override?.length)
      rights.demand(gitopsPromotionOverridePermission, route.to);
    const caller = { seen, rights };
    const { record, made } = await promotions.request({
      planning: await planningOf(gitops, caller, route),
      requester: await personOf(access, credentials),
      reason,
      planId: plan,
      override,
      retries,
      changesOf: changesFor(caller, route.to, this.#options),
    });
    return { promotion: await presenter.one(record, caller), made };
  }

  #audited(
    eventId: string,
    meta: JsonObject,
    credentials: BackstageCredentials,
    act: () => Promise<PromotionAnswer>,
  ): Promise<PromotionAnswer> {
    return audited(
      this.#options.auditor,
      {
        eventId,
        meta,
        known: ({ promotion, made }) => ({
          id: promotion.id,
          version: promotion.version,
          made,
          overridden: overriddenIn(promotion),
        }),
      },
      credentials,
      act,
    );
  }
}
