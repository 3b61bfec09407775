import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { isError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import { gitopsPromotionReadPermission } from 'backstage-plugin-gitops-common';
import pLimit from 'p-limit';
import type { PromotionRecord, Records } from '../../promotions/store/Records';
import type { Access } from '../Access';
import type { PromotionAccessed } from '../PromotionAccess';

/** Services whose access is looked up at once. */
export const SERVICES_AT_ONCE = 16;

/** A release that the caller may read a part of. */
export interface ReleaseAccessed {
  readonly id: string;
  /** Of every service, also of those that the caller may not see */
  readonly all: readonly PromotionRecord[];
  readonly shown: readonly PromotionAccessed[];
}

/** Who may see and move which release: it is as much as they may of its promotions. */
export class ReleaseAccess {
  readonly #access: Access;
  readonly #records: Pick<Records, 'release'>;

  constructor(options: { access: Access; records: Pick<Records, 'release'> }) {
    this.#access = options.access;
    this.#records = options.records;
  }

  /** @throws NotFoundError where the caller may read none of its promotions */
  async read(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ReleaseAccessed> {
    const all = await this.#records.release(id);
    const limit = pLimit(SERVICES_AT_ONCE);
    const shown = await Promise.all(
      all.map(record => limit(() => this.#find(record, credentials))),
    );
    if (shown.flat().length === 0)
      throw new NotFoundError(
        `There is no release ${id}, or you may not see it (${gitopsPromotionReadPermission.name})`,
      );
    return { id, all, shown: shown.flat() };
  }

  /**
   * What the caller may do with all of it, asked for anew.
   *
   * @throws NotAllowedError where they have not the permission for each service
   */
  async acting(
    { id, all, shown }: ReleaseAccessed,
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<ReleaseAccessed> {
    if (shown.length < all.length)
      throw new NotAllowedError(
        `The release has services that you may not see, and this needs ${permission.name} for each`,
      );
    const acting: PromotionAccessed[] = [];
    for (const found of shown) {
      // The policy's decisions of a caller are asked for once
      const fresh = acting.length === 0;
      const rights = await this.#access.rights(found.seen, credentials, {
        fresh,
      });
      rights.demand(permission, found.record.promotion.to);
      acting.push({ ...found, rights });
    }
    return { id, all, shown: acting };
  }

  async #find(
    record: PromotionRecord,
    credentials: BackstageCredentials,
  ): Promise<PromotionAccessed[]> {
    const { service, to } = record.promotion;
    try {
      const seen = await this.#access.service(service, credentials);
      const rights = await this.#access.rights(seen, credentials);
      const isShown =
        seen.sees(to) && rights.may(gitopsPromotionReadPermission, to);
      return isShown ? [{ record, rights, seen }] : [];
    } catch (error) {
      if (isError(error) && hidesService(error)) return [];
      throw error;
    }
  }
}

/** Whether an error says that the caller may not see a service, or that it does not exist. */
export function hidesService({ name }: { name: string }): boolean {
  return name === 'NotFoundError' || name === 'NotAllowedError';
}
