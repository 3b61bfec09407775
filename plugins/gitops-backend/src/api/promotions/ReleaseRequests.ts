import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { ConflictError, InputError } from '@backstage/errors';
import {
  gitopsPromotionCreatePermission,
  gitopsPromotionOverridePermission,
  ReleaseAnswer,
  ReleaseRequest,
  ReleaseRollbackRequest,
} from 'backstage-plugin-gitops-common';
import type { ChangesReader } from '../../changes/ChangesReader';
import type { Gitops } from '../../Gitops';
import type { Route } from '../../promotions/plan/freshPlanning';
import { PromotionRequest, reasonOf } from '../../promotions/PromotionRequest';
import type { Releases } from '../../promotions/Releases';
import { overriddenIn } from '../../promotions/StoredPromotion';
import type { Access } from '../Access';
import { audited } from '../audited';
import type { PromotionAccess } from '../PromotionAccess';
import type { ServiceAccess } from '../ServiceAccess';
import { changesFor } from './changesFor';
import { personOf } from './personOf';
import { planningOf } from './planningOf';
import type { Caller, Presenter } from './Presenter';
import { presentRelease } from './presentRelease';
import type { ReleaseAccess } from './ReleaseAccess';
import { normalized, servicesOf } from './servicesOf';

export interface ReleaseRequestsOptions {
  gitops: Gitops;
  access: Access;
  allowed: PromotionAccess;
  released: ReleaseAccess;
  releases: Pick<Releases, 'request'>;
  presenter: Presenter;
  changes: Pick<ChangesReader, 'read' | 'isInPullRequests'>;
  auditor: AuditorService;
}

/** A service of what is requested, and from where to where. */
interface Wanted {
  readonly seen: ServiceAccess;
  readonly route: Route;
}

type Asked = Pick<ReleaseRequest, 'services' | 'reason' | 'plans' | 'override'>;

/** Requests releases, and the versions before them. */
export class ReleaseRequests {
  readonly #options: ReleaseRequestsOptions;

  constructor(options: ReleaseRequestsOptions) {
    this.#options = options;
  }

  async request(
    request: ReleaseRequest,
    credentials: BackstageCredentials,
  ): Promise<ReleaseAnswer> {
    const { allowed } = this.#options;
    const { from, to, reason, override = [] } = request;
    const services = servicesOf(request);
    return this.#audited(
      'promotion-request',
      services.map(service => ({ service, from, to, reason, override })),
      credentials,
      async () => {
        const wanted = await Promise.all(
          services.map(async service => ({
            seen: await allowed.service(service, [from, to], credentials),
            route: { from, to },
          })),
        );
        return this.#request(wanted, request, credentials);
      },
    );
  }

  /** Requests the versions before a release, of those of its services that are named. */
  async rollback(
    id: string,
    request: ReleaseRollbackRequest,
    credentials: BackstageCredentials,
  ): Promise<ReleaseAnswer> {
    const { released, presenter } = this.#options;
    const { shown } = await released.read(id, credentials);
    const promotions = await presenter.all(shown);
    const { reason, override = [] } = request;
    const services = servicesOf(request);
    const [{ to }] = promotions;
    return this.#audited(
      'promotion-rollback',
      services.map(service => ({ service, to, reason, override })),
      credentials,
      async () => {
        const wanted = services.map(service => {
          const index = promotions.findIndex(one => one.service === service);
          if (index < 0)
            throw new InputError(`${service} is not in this release`);
          const { can, sentence } = promotions[index];
          if (!can.rollback)
            throw new ConflictError(
              `${service}: There is nothing to roll back. ${sentence}`,
            );
          const { seen, record } = shown[index];
          return {
            seen,
            route: { from: to, to, rollsBack: record.promotion },
          };
        });
        return this.#request(wanted, request, credentials);
      },
    );
  }

  async #request(
    wanted: readonly Wanted[],
    { reason, override = [], plans = {} }: Asked,
    credentials: BackstageCredentials,
  ): Promise<ReleaseAnswer> {
    const { access, gitops, releases, presenter } = this.#options;
    const requester = await personOf(access, credentials);
    const text = reasonOf(reason);
    const planIds = new Map(
      Object.entries(plans).map(([ref, id]) => [normalized(ref), id]),
    );
    const callers: Caller[] = [];
    for (const { seen, route } of wanted) {
      // The policy's decisions of a caller are asked for once
      const fresh = callers.length === 0;
      const rights = await access.rights(seen, credentials, { fresh });
      rights.demand(gitopsPromotionCreatePermission, route.to);
      if (override.length > 0)
        rights.demand(gitopsPromotionOverridePermission, route.to);
      callers.push({ seen, rights });
    }
    const requests = await Promise.all(
      wanted.map(
        async ({ seen, route }, index): Promise<PromotionRequest> => ({
          planning: await planningOf(gitops, callers[index], route),
          requester,
          reason: text,
          planId: planIds.get(seen.service),
          override,
          changesOf: changesFor(callers[index], route.to, this.#options),
        }),
      ),
    );
    const { records, made } = await releases.request(requests);
    const promotions = await presenter.all(
      records.map(record => ({
        record,
        ...callers.find(
          ({ seen }) => seen.service === record.promotion.service,
        )!,
      })),
    );
    const id = records[0].promotion.release!;
    return { release: presentRelease({ id, all: records }, promotions), made };
  }

  #audited(
    eventId: string,
    meta: { service: string; to: string; reason: string; override: string[] }[],
    credentials: BackstageCredentials,
    act: () => Promise<ReleaseAnswer>,
  ): Promise<ReleaseAnswer> {
    return audited(
      this.#options.auditor,
      {
        eventId,
        meta,
        known({ release, made }, { service }) {
          const own = release.promotions.find(one => one.service === service);
          // One that has the version already is left out
          if (!own) return { made: false };
          const { id, version } = own;
          const overridden = overriddenIn(own);
          return { id, version, release: release.id, made, overridden };
        },
      },
      credentials,
      act,
    );
  }
}
