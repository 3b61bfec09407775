import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import {
  gitopsAnnotations,
  gitopsPromotionCreatePermission,
  gitopsPromotionMergePermission,
  gitopsPromotionOverridePermission,
  gitopsPromotionReadPermission,
  promotionSentence,
  Promotion,
  PromotionAnswer,
  PromotionPlan,
  PromotionRequest,
  Transition,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { PromotionSettings } from '../environments/PromotionSettings';
import type { Gitops } from '../Gitops';
import type { Planning } from '../promotions/plan/Planner';
import {
  Presenting,
  presentPlan,
  presentPromotion,
} from '../promotions/present';
import type { Promotions } from '../promotions/Promotions';
import type { PromotionRecord, Records } from '../promotions/store/Records';
import type { Person, StoredPromotion } from '../promotions/StoredPromotion';
import type { ManifestsAt } from '../promotions/Arrivals';
import type { Transitions } from '../promotions/Transitions';
import type { Access } from './Access';
import type { ArgoCdCalls } from './ArgoCdCalls';
import { audited, callerRef } from './audited';
import type { PromotionAccess } from './PromotionAccess';
import type { Rights } from './Rights';
import type { ServiceAccess } from './ServiceAccess';
import { visibleDeployments } from './visibleDeployments';

const MAX_LISTED = 50;

export interface PromotionCallsOptions {
  gitops: Gitops;
  access: Access;
  allowed: PromotionAccess;
  promotions: Promotions;
  transitions: Transitions;
  records: Pick<Records, 'servicesPer'>;
  auditor: AuditorService;
  argocd: ArgoCdCalls;
  settingsOf(environment: string): PromotionSettings | undefined;
}

/** What a caller may see and do of one service. */
interface Caller {
  readonly rights: Rights;
  readonly seen: ServiceAccess;
}

type Where = Pick<Planning, 'from' | 'to' | 'rollsBack' | 'replaces'>;

/**
 * All that callers do with promotions, under their rights: for the HTTP API and for actions alike.
 * Every refusal names the missing permission, or says whose the Application is.
 */
export class PromotionCalls {
  readonly #options: PromotionCallsOptions;
  readonly #allowed: PromotionAccess;

  constructor(options: PromotionCallsOptions) {
    this.#options = options;
    this.#allowed = options.allowed;
  }

  async transitions(
    service: string,
    credentials: BackstageCredentials,
  ): Promise<Transition[]> {
    const { gitops, access, promotions, transitions } = this.#options;
    const seen = await access.service(service, credentials);
    const rights = await access.rights(seen, credentials);
    const underWay = await promotions.underWay(seen.query.service);
    const newest = await promotions.newest(seen.query.service);
    const present = await this.#presenting([...underWay, ...newest], {
      rights,
      seen,
    });
    return transitions.of({
      service: seen.query.service,
      name: seen.entity.metadata.name,
      deployments: visibleDeployments(seen, gitops).environments,
      underWay,
      newest,
      rights: rights.may,
      actionsIn: environment =>
        this.#options.argocd.allowed(environment, rights.may),
      sourceOf: ({ applications: [first] }) =>
        first && manifestsOf(gitops.application(first)),
      present: record => presentPromotion(record, present),
    });
  }

  async plan(
    { service, from, to }: Pick<PromotionRequest, 'service' | 'from' | 'to'>,
    credentials: BackstageCredentials,
  ): Promise<PromotionPlan> {
    const seen = await this.#allowed.service(service, [from, to], credentials);
    return this.#plan(seen, { from, to }, credentials);
  }

  async promote(
    request: PromotionRequest,
    credentials: BackstageCredentials,
  ): Promise<PromotionAnswer> {
    const { service, from, to } = request;
    const seen = await this.#allowed.service(service, [from, to], credentials);
    return this.#request(seen, { from, to }, request, credentials);
  }

  /** One pull request for several services. */
  async release(
    request: Omit<PromotionRequest, 'service' | 'plan' | 'override'> & {
      services: readonly string[];
      override?: boolean;
    },
    credentials: BackstageCredentials,
  ): Promise<{ promotions: Promotion[]; made: boolean }> {
    const { services, from, to, reason, override } = request;
    const { access, promotions } = this.#options;
    refuseBlank(reason);
    const requester = await this.#person(credentials);
    const asks = await Promise.all(
      [...new Set(services)].map(async service => {
        const seen = await this.#allowed.service(
          service,
          [from, to],
          credentials,
        );
        const rights = await access.rights(seen, credentials, { fresh: true });
        rights.demand(gitopsPromotionCreatePermission, to);
        if (override) rights.demand(gitopsPromotionOverridePermission, to);
        const planning = await this.#planning(seen, { from, to }, rights);
        return {
          planning,
          requester,
          reason: reason.trim(),
          override: override ? ('all' as const) : undefined,
          rights,
          seen,
        };
      }),
    );
    const { records, made } = await promotions.release(asks);
    return {
      promotions: await Promise.all(
        records.map(record =>
          this.#present(
            record,
            asks.find(
              one => one.seen.query.service === record.promotion.service,
            )!,
          ),
        ),
      ),
      made,
    };
  }

  /** Those that the caller may read, newest first. @throws NotAllowedError where that is none at all */
  async list(
    of: { service: string; to?: string },
    credentials: BackstageCredentials,
  ): Promise<Promotion[]> {
    const { access, promotions, gitops } = this.#options;
    const seen = await access.service(of.service, credentials);
    const rights = await access.rights(seen, credentials);
    const mayRead = (environment: string) =>
      seen.sees(environment) &&
      rights.may(gitopsPromotionReadPermission, environment);
    const environments = gitops.environments.all().map(one => one.name);
    if (!(of.to ? [of.to] : environments).some(mayRead))
      throw new NotAllowedError(
        `You may not see promotions of ${seen.query.service} (${gitopsPromotionReadPermission.name})`,
      );
    const records = (
      await promotions.list({
        service: seen.query.service,
        to: of.to,
        limit: MAX_LISTED,
      })
    ).filter(({ promotion }) => mayRead(promotion.to));
    const present = await this.#presenting(records, { rights, seen });
    return records.map(record => presentPromotion(record, present));
  }

  async get(id: string, credentials: BackstageCredentials): Promise<Promotion> {
    const found = await this.#allowed.read(id, credentials);
    return this.#present(found.record, found);
  }

  async close(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Promotion> {
    return this.#act(id, 'promotion-withdraw', credentials, (record, person) =>
      this.#options.promotions.withdraw(record, person),
    );
  }

  async stopFollowing(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Promotion> {
    return this.#act(
      id,
      'promotion-stop-following',
      credentials,
      (record, person) =>
        this.#options.promotions.stopFollowing(record, person),
    );
  }

  /** Does something that needs the right to promote, and audits it. */
  async #act(
    id: string,
    eventId: string,
    credentials: BackstageCredentials,
    act: (record: PromotionRecord, person: Person) => Promise<PromotionRecord>,
  ): Promise<Promotion> {
    const found = await this.#allowed.act(
      id,
      gitopsPromotionCreatePermission,
      credentials,
    );
    const { record } = found;
    const { service, to, version } = record.promotion;
    return audited(
      this.#options.auditor,
      { eventId, meta: { id, service, to, version } },
      credentials,
      async () =>
        this.#present(
          await act(record, await this.#person(credentials)),
          found,
        ),
    );
  }

  async merge(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Promotion> {
    const { auditor, promotions } = this.#options;
    const found = await this.#allowed.act(
      id,
      gitopsPromotionMergePermission,
      credentials,
    );
    const { service, from, to, version, kind } = found.record.promotion;
    return audited(
      auditor,
      { eventId: 'promotion-merge', meta: { id, service, to, version } },
      credentials,
      async () => {
        // Whoever merges deploys all that is in it
        await this.#allowed.mergeOthers(found, credentials);
        return this.#present(
          await promotions.merge(
            found.record,
            await this.#person(credentials),
            await this.#planning(
              found.seen,
              {
                from,
                to,
                rollsBack:
                  kind === 'rollback' ? found.record.promotion : undefined,
              },
              found.rights,
            ),
          ),
          found,
        );
      },
    );
  }

  async retry(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<PromotionAnswer> {
    const found = await this.#allowed.act(
      id,
      gitopsPromotionCreatePermission,
      credentials,
    );
    const { record, seen } = found;
    const { promotion } = record;
    if (!(await this.#present(record, found)).can.retry)
      throw new ConflictError(
        `There is nothing to try again. ${promotionSentence(promotion.cause)}`,
      );
    const rollsBack = promotion.rollsBack
      ? (await this.#options.promotions.get(promotion.rollsBack)).promotion
      : undefined;
    return this.#request(
      seen,
      {
        from: promotion.from,
        to: promotion.to,
        rollsBack,
        replaces: promotion.id,
      },
      { reason: promotion.reason, retries: promotion },
      credentials,
    );
  }

  async planRollback(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<PromotionPlan> {
    const { record, seen } = await this.#allowed.read(id, credentials);
    const { to } = record.promotion;
    return this.#plan(
      seen,
      { from: to, to, rollsBack: record.promotion },
      credentials,
    );
  }

  async rollback(
    id: string,
    request: { reason: string; plan?: string; override?: string[] },
    credentials: BackstageCredentials,
  ): Promise<PromotionAnswer> {
    const found = await this.#allowed.act(
      id,
      gitopsPromotionCreatePermission,
      credentials,
    );
    const { record, seen } = found;
    if (!(await this.#present(record, found)).can.rollback)
      throw new ConflictError(
        `There is nothing to roll back. ${promotionSentence(
          record.promotion.cause,
        )}`,
      );
    const { to } = record.promotion;
    return this.#request(
      seen,
      { from: to, to, rollsBack: record.promotion },
      request,
      credentials,
    );
  }

  async #plan(
    seen: ServiceAccess,
    where: Where,
    credentials: BackstageCredentials,
  ): Promise<PromotionPlan> {
    const { access, promotions } = this.#options;
    const rights = await access.rights(seen, credentials);
    const { from, to } = where;
    rights.demand(gitopsPromotionReadPermission, to);
    const planned = await promotions.plan(
      await this.#planning(seen, where, rights),
    );
    return presentPlan(planned, {
      service: seen.query.service,
      from,
      to,
      canOverride: rights.may(gitopsPromotionOverridePermission, to),
      presenting:
        planned.underWay &&
        (await this.#presenting([planned.underWay], { rights, seen })),
    });
  }

  async #request(
    seen: ServiceAccess,
    where: Where,
    request: {
      reason: string;
      plan?: string;
      override?: string[];
      retries?: StoredPromotion;
    },
    credentials: BackstageCredentials,
  ): Promise<PromotionAnswer> {
    const { access, promotions } = this.#options;
    refuseBlank(request.reason);
    const rights = await access.rights(seen, credentials, { fresh: true });
    rights.demand(gitopsPromotionCreatePermission, where.to);
    if (request.override?.length)
      rights.demand(gitopsPromotionOverridePermission, where.to);
    const { record, made } = await promotions.request({
      planning: await this.#planning(seen, where, rights),
      requester: await this.#person(credentials),
      reason: request.reason.trim(),
      planId: request.plan,
      override: request.override,
      retries: request.retries,
    });
    return { promotion: await this.#present(record, { rights, seen }), made };
  }

  /** A plan stands on what is known of the present moment. */
  async #planning(
    { entity, query }: ServiceAccess,
    where: Where,
    rights: Rights,
  ): Promise<Planning> {
    await this.#options.gitops.diagnosed(query, { now: true });
    return {
      ...where,
      query,
      name: entity.metadata.name,
      places: entity.metadata.annotations?.[gitopsAnnotations.versionPlaces],
      isPermitted: rights.may(gitopsPromotionCreatePermission, where.to),
    };
  }

  async #present(record: PromotionRecord, caller: Caller): Promise<Promotion> {
    return presentPromotion(record, await this.#presenting([record], caller));
  }

  async #presenting(
    records: readonly PromotionRecord[],
    { rights, seen }: Caller,
  ): Promise<Presenting> {
    const { records: stored, settingsOf, gitops } = this.#options;
    const services = await stored.servicesPer(
      records.flatMap(({ pullRequests }) => pullRequests.map(({ id }) => id)),
    );
    return {
      rights: rights.may,
      sees: environment => seen.sees(environment),
      settingsOf,
      othersIn: id => Math.max(0, (services.get(id) ?? 1) - 1),
      urlOf: target => {
        const application = gitops.application(target);
        return application && gitops.deploymentOf(application).url;
      },
    };
  }

  async #person(credentials: BackstageCredentials): Promise<Person> {
    const ref = callerRef(credentials);
    const entity = ref.startsWith('user:')
      ? await this.#options.access.entity(ref)
      : undefined;
    return { ref, name: nameOf(entity) ?? ref };
  }
}

function refuseBlank(reason: string): void {
  if (reason.trim() === '')
    throw new InputError(
      'A reason is missing: it goes into the commit, the pull request and the audit log',
    );
}

/** Of several sources the first that is a folder of a repository: a chart from a registry has none. */
function manifestsOf(
  application: Application | undefined,
): ManifestsAt | undefined {
  const source = application?.sources.find(({ path }) => path);
  if (!source?.path) return undefined;
  const { repository, path, targetRevision } = source;
  return {
    repository,
    path,
    ref:
      targetRevision && targetRevision !== 'HEAD' ? targetRevision : undefined,
  };
}

function nameOf(entity: Entity | undefined): string | undefined {
  const profile = entity?.spec?.profile as
    | { displayName?: unknown }
    | undefined;
  const name = profile?.displayName ?? entity?.metadata.title;
  if (typeof name === 'string' && name.trim()) return name.trim();
  return entity && stringifyEntityRef(entity).split('/').at(-1);
}
