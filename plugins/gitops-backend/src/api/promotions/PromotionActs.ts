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
import type { StoredPromotion } from '../../promotions/StoredPromotion';
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
    const { allowed, promotions } = this.#options;
    return this.#act(
      {
        eventId: 'promotion-withdraw',
        found: await allowed.read(id, credentials),
        permission: gitopsPromotionCreatePermission,
      },
      credentials,
      ({ record }, person) => promotions.withdraw(record, person),
    );
  }

  /** Follows a promotion no longer after its merge. */
  async stopFollowing(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Promotion> {
    const { allowed, promotions } = this.#options;
    return this.#act(
      {
        eventId: 'promotion-stop-following',
        found: await allowed.read(id, credentials),
        permission: gitopsPromotionCreatePermission,
      },
      credentials,
      ({ record }, person) => promotions.stopFollowing(record, person),
    );
  }

  async merge(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Promotion> {
    const { allowed, merges } = this.#options;
    return this.#act(
      {
        eventId: 'promotion-merge',
        found: await allowed.read(id, credentials),
        permission: gitopsPromotionMergePermission,
      },
      credentials,
      async (acting, person) => {
        // Merging deploys all that is in it
        await allowed.everyService(
          acting,
          gitopsPromotionMergePermission,
          credentials,
        );
        return merges.merge(acting.record, person);
      },
    );
  }

  /** Audits what is done to a promotion, refusals included. */
  async #act(
    what: {
      eventId: string;
      found: PromotionAccessed;
      permission: ResourcePermission;
    },
    credentials: BackstageCredentials,
    act: (
      acting: PromotionAccessed,
      person: Awaited<ReturnType<typeof personOf>>,
    ) => Promise<PromotionRecord>,
  ): Promise<Promotion> {
    const { allowed, access, auditor, presenter } = this.#options;
    const { eventId, found, permission } = what;
    return audited(
      auditor,
      { eventId, meta: metaOf(found.record.promotion) },
      credentials,
      async () => {
        const acting = await allowed.acting(found, permission, credentials);
        const person = await personOf(access, credentials);
        return presenter.one(await act(acting, person), acting);
      },
    );
  }
}

/** What the audit log says of a promotion whatever happens to it. */
export function metaOf({
  id,
  service,
  from,
  to,
  version,
}: StoredPromotion): JsonObject {
  return { id, service, from, to, version };
}
