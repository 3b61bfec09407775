import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  gitopsPromotionCreatePermission,
  gitopsPromotionOverridePermission,
  gitopsPromotionReadPermission,
  Release,
  ReleaseAnswer,
  ReleaseRequest,
} from 'backstage-plugin-gitops-common';
import pLimit from 'p-limit';
import type { Gitops } from '../../Gitops';
import { isOpen } from '../../promotions/lifecycle';
import { PromotionRequest, reasonOf } from '../../promotions/PromotionRequest';
import type { Releases } from '../../promotions/Releases';
import type { Records } from '../../promotions/store/Records';
import { overriddenIn } from '../../promotions/StoredPromotion';
import type { Access } from '../Access';
import { audited } from '../audited';
import type { PromotionAccess } from '../PromotionAccess';
import { personOf } from './personOf';
import { planningOf } from './planningOf';
import type { Caller, Presenter } from './Presenter';

/** Services whose access is looked up at once. */
const CONCURRENCY = 16;

export interface ReleaseCallsOptions {
  gitops: Gitops;
  access: Access;
  allowed: PromotionAccess;
  releases: Pick<Releases, 'request'>;
  records: Pick<Records, 'sharing'>;
  presenter: Presenter;
  auditor: AuditorService;
}

/** Promotions of several services in one pull request. */
export class ReleaseCalls {
  readonly #options: ReleaseCallsOptions;

  constructor(options: ReleaseCallsOptions) {
    this.#options = options;
  }

  async request(
    request: ReleaseRequest,
    credentials: BackstageCredentials,
  ): Promise<ReleaseAnswer> {
    const { from, to, reason, override = [] } = request;
    const services = [...new Set(request.services.map(normalized))];
    return audited(
      this.#options.auditor,
      {
        eventId: 'promotion-request',
        meta: services.map(service => ({
          service,
          from,
          to,
          reason,
          override,
        })),
        known({ promotions, made }, { service }) {
          const own = promotions.find(one => one.service === service);
          // One that has the version already is left out
          if (!own) return { made: false };
          const { id, version } = own;
          return { id, version, made, overridden: overriddenIn(own) };
        },
      },
      credentials,
      () => this.#request(services, request, credentials),
    );
  }

  /** What shares the pull request of a promotion, as far as the caller may see it. */
  async of(id: string, credentials: BackstageCredentials): Promise<Release> {
    const { access, allowed, records } = this.#options;
    const { record } = await allowed.read(id, credentials);
    const all = await records.sharing(record);
    const limit = pLimit(CONCURRENCY);
    const shown = await Promise.all(
      all.map(({ promotion: { service, to, version } }) =>
        limit(async () => {
          const seen = await access
            .service(service, credentials)
            .catch(() => undefined);
          if (!seen?.sees(to)) return [];
          const rights = await access.rights(seen, credentials);
          if (!rights.may(gitopsPromotionReadPermission, to)) return [];
          const may = rights.may(gitopsPromotionCreatePermission, to);
          return [{ service, version, may }];
        }),
      ),
    );
    const services = shown.flat();
    const hidden = all.length - services.length;
    return {
      services: services.map(({ service, version }) => ({ service, version })),
      hidden,
      canWithdraw:
        hidden === 0 &&
        services.every(({ may }) => may) &&
        all.every(({ promotion }) => isOpen(promotion.state)),
    };
  }

  async #request(
    services: readonly string[],
    { from, to, reason, override = [], plans = {} }: ReleaseRequest,
    credentials: BackstageCredentials,
  ): Promise<ReleaseAnswer> {
    const { access, allowed, gitops, releases, presenter } = this.#options;
    const requester = await personOf(access, credentials);
    const text = reasonOf(reason);
    const planIds = new Map(
      Object.entries(plans).map(([ref, id]) => [normalized(ref), id]),
    );
    const requests = await Promise.all(
      services.map(async (service): Promise<PromotionRequest & Caller> => {
        const seen = await allowed.service(service, [from, to], credentials);
        const rights = await access.rights(seen, credentials, { fresh: true });
        rights.demand(gitopsPromotionCreatePermission, to);
        if (override.length > 0)
          rights.demand(gitopsPromotionOverridePermission, to);
        return {
          planning: await planningOf(gitops, { seen, rights }, { from, to }),
          requester,
          reason: text,
          planId: planIds.get(service),
          override,
          rights,
          seen,
        };
      }),
    );
    const { records, made } = await releases.request(requests);
    const promotions = await Promise.all(
      records.map(record =>
        presenter.one(
          record,
          requests.find(
            one => one.seen.query.service === record.promotion.service,
          )!,
        ),
      ),
    );
    return { promotions, made };
  }
}

/** A reference as the catalog writes it. */
function normalized(ref: string): string {
  return stringifyEntityRef(parseEntityRef(ref));
}
