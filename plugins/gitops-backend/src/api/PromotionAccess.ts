import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import { gitopsPromotionReadPermission } from 'backstage-plugin-gitops-common';
import type { PromotionRecord, Records } from '../promotions/store/Records';
import type { Access } from './Access';
import type { Rights } from './Rights';
import type { ServiceAccess } from './ServiceAccess';

/** A promotion that the caller may read, and what else they may in its service. */
export interface PromotionAccessed {
  record: PromotionRecord;
  rights: Rights;
  seen: ServiceAccess;
}

/** Who may see and move which promotion. */
export class PromotionAccess {
  readonly #access: Access;
  readonly #records: Pick<Records, 'find' | 'servicesIn'>;

  constructor(options: {
    access: Access;
    records: Pick<Records, 'find' | 'servicesIn'>;
  }) {
    this.#access = options.access;
    this.#records = options.records;
  }

  /**
   * A service in environments of which the caller may see each, and that owns what it has there: a
   * plan tells of both ends.
   *
   * @throws NotFoundError, NotAllowedError
   */
  async service(
    service: string,
    environments: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<ServiceAccess> {
    const seen = await this.#access.service(service, credentials);
    const unseen = environments.find(one => !seen.sees(one));
    if (unseen !== undefined)
      throw new NotFoundError(
        `${seen.service} has no environment ${unseen}, or you may not see it`,
      );
    for (const environment of environments) {
      const refusal = seen.refusal(environment);
      if (refusal) throw new NotAllowedError(refusal);
    }
    return seen;
  }

  /** What may not be read does not exist, for the caller. @throws NotFoundError */
  async read(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<PromotionAccessed> {
    const missing = () =>
      new NotFoundError(
        `There is no promotion ${id}, or you may not see it (${gitopsPromotionReadPermission.name})`,
      );
    const record = await this.#records.find(id);
    if (!record) throw missing();
    const { service, to } = record.promotion;
    const seen = await this.#access.service(service, credentials).catch(() => {
      throw missing();
    });
    const rights = await this.#access.rights(seen, credentials);
    if (!seen.sees(to) || !rights.may(gitopsPromotionReadPermission, to))
      throw missing();
    return { record, rights, seen };
  }

  /**
   * What the caller may do with a promotion, asked for anew.
   *
   * @throws NotAllowedError where they have not the permission
   */
  async acting(
    found: PromotionAccessed,
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<PromotionAccessed> {
    const rights = await this.#access.rights(found.seen, credentials, {
      fresh: true,
    });
    rights.demand(permission, found.record.promotion.to);
    return { ...found, rights };
  }

  /**
   * The pull request of a release is merged, or closed, for all services in it: the caller needs
   * the permission for each.
   *
   * @throws NotAllowedError
   */
  async everyService(
    { record: { promotion, pullRequests }, seen }: PromotionAccessed,
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    for (const { id } of pullRequests) {
      const others = await this.#records.servicesIn(id);
      for (const service of others) {
        if (service === seen.service) continue;
        const other = await this.#access
          .service(service, credentials)
          .catch(error => {
            if (error.name !== 'NotFoundError') throw error;
            throw new NotAllowedError(
              `The pull request has services that you may not see, and this needs ${permission.name} for each`,
            );
          });
        const rights = await this.#access.rights(other, credentials, {
          fresh: true,
        });
        rights.demand(permission, promotion.to);
      }
    }
  }
}
