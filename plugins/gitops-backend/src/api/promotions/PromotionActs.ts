import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type { JsonObject } from '@backstage/types';
import {
  gitopsPromotionCreatePermission,
  gitopsPromotionMergePermission,
  Promotion,
} from 'backstage-plugin-gitops-common';
import type { Merges } from '../../promotions/Merges';
import type { Promotions } from '../../promotions/Promotions';
import type { PromotionRecord } from '../../promotions/store/Records';
import type { Person, StoredPromotion } from '../../promotions/StoredPromotion';
import type { Access } from '../Access';
import { audited } from '../audited';
import type { PromotionAccess, PromotionAccessed } from '../PromotionAccess';
import { personOf } from './personOf';
import type { Presenter } from './Presenter';

export interface PromotionActsOptions {
  access: Access;
  allowed: PromotionAccess;
  promotions: Pick<Promotions, 'withdraw' | 'stopFollowing'>;
  merges: Pick<Merges, 'merge'>;
  presenter: Presenter;
  auditor: AuditorService;
}

/** What callers do with promotions that exist. */
export class PromotionActs {
  readonly #options: PromotionActsOptions;

  constructor(options: PromotionActsOptions) {
    this.#options = options;
  }

  /** Withdraws a promotion that shares its pull request with no other. */
  async close(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Promotion> {
    return this.#act(
      id,
      {
        eventId: 'promotion-withdraw',
        permission: gitopsPromotionCreatePermission,
      },
      credentials,
      ({ record }, person) => this.#options.promotions.withdraw(record, person),
    );
  }

  /** Stops following a promotion after its merge. */
  async stopFollowing(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Promotion> {
    return this.#act(
      id,
      {
        eventId: 'promotion-stop-following',
        permission: gitopsPromotionCreatePermission,
      },
      credentials,
      ({ record }, person) =>
        this.#options.promotions.stopFollowing(record, person),
    );
  }

  async merge(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Promotion> {
    const { allowed, merges } = this.#options;
    const permission = gitopsPromotionMergePermission;
    return this.#act(
      id,
      { eventId: 'promotion-merge', permission },
      credentials,
      async (acting, person) => {
        // Merging deploys all that is in it
        await allowed.everyService(acting, permission, credentials);
        return merges.merge(acting.record, person);
      },
    );
  }

  /** Audits what is done to a promotion, refusals included. */
  async #act(
    id: string,
    {
      eventId,
      permission,
    }: { eventId: string; permission: ResourcePermission },
    credentials: BackstageCredentials,
    act: (
      acting: PromotionAccessed,
      person: Person,
    ) => Promise<PromotionRecord>,
  ): Promise<Promotion> {
    const { allowed, access, auditor, presenter } = this.#options;
    const found = await allowed.read(id, credentials);
    const meta = metaOf(found.record.promotion);
    return audited(auditor, { eventId, meta }, credentials, async () => {
      const acting = await allowed.acting(found, permission, credentials);
      const person = await personOf(access, credentials);
      return presenter.one(await act(acting, person), acting);
    });
  }
}

/** What every audit event about a promotion has. */
export function metaOf({
  id,
  service,
  from,
  to,
  version,
}: StoredPromotion): JsonObject {
  return { id, service, from, to, version };
}
