import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  gitopsPromotionCreatePermission,
  gitopsPromotionMergePermission,
  Release,
} from 'backstage-plugin-gitops-common';
import type { Merges } from '../../promotions/Merges';
import type { Promotions } from '../../promotions/Promotions';
import type { PromotionRecord } from '../../promotions/store/Records';
import type { Person } from '../../promotions/StoredPromotion';
import type { Access } from '../Access';
import { audited } from '../audited';
import { personOf } from './personOf';
import type { Presenter } from './Presenter';
import { presentRelease } from './presentRelease';
import { metaOf } from './PromotionActs';
import type { ReleaseAccess } from './ReleaseAccess';

export interface ReleaseActsOptions {
  access: Access;
  released: ReleaseAccess;
  promotions: Pick<Promotions, 'withdrawRelease'>;
  merges: Pick<Merges, 'merge'>;
  presenter: Presenter;
  auditor: AuditorService;
}

/** What callers see of releases, and do with all of one. */
export class ReleaseActs {
  readonly #options: ReleaseActsOptions;

  constructor(options: ReleaseActsOptions) {
    this.#options = options;
  }

  /** @throws NotFoundError */
  async get(id: string, credentials: BackstageCredentials): Promise<Release> {
    const { released, presenter } = this.#options;
    const found = await released.read(id, credentials);
    return presentRelease(found, await presenter.all(found.shown));
  }

  /** Withdraws what is not merged yet. */
  async close(id: string, credentials: BackstageCredentials): Promise<Release> {
    return this.#act(
      id,
      {
        eventId: 'promotion-withdraw',
        permission: gitopsPromotionCreatePermission,
      },
      credentials,
      (records, person) =>
        this.#options.promotions.withdrawRelease(records, person),
    );
  }

  /** Merges one pull request after the other. Where one is refused, those before it are merged. */
  async merge(id: string, credentials: BackstageCredentials): Promise<Release> {
    return this.#act(
      id,
      {
        eventId: 'promotion-merge',
        permission: gitopsPromotionMergePermission,
      },
      credentials,
      async (records, person) => {
        const done = new Set<string>();
        for (const record of records) {
          const open = record.pullRequests.filter(
            one => one.state === 'open' && !done.has(one.id),
          );
          if (open.length === 0) continue;
          await this.#options.merges.merge(
            { ...record, pullRequests: open },
            person,
          );
          for (const one of open) done.add(one.id);
        }
        if (done.size === 0)
          throw new ConflictError(
            'There is nothing to merge: no pull request of this release is open',
          );
      },
    );
  }

  /** Audits what is done, one entry for each promotion, refusals included. */
  async #act(
    id: string,
    {
      eventId,
      permission,
    }: { eventId: string; permission: ResourcePermission },
    credentials: BackstageCredentials,
    act: (records: readonly PromotionRecord[], person: Person) => Promise<void>,
  ): Promise<Release> {
    const { released, access, auditor } = this.#options;
    const found = await released.read(id, credentials);
    const meta = found.shown.map(({ record }) => metaOf(record.promotion));
    return audited(auditor, { eventId, meta }, credentials, async () => {
      const { all } = await released.acting(found, permission, credentials);
      await act(all, await personOf(access, credentials));
      return this.get(id, credentials);
    });
  }
}
