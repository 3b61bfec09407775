import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  gitopsAnnotations,
  gitopsPromotionCreatePermission,
  gitopsPromotionMergePermission,
  gitopsPromotionOverridePermission,
  gitopsPromotionReadPermission,
  gitopsWorkflowRunPermission,
  Promotion,
  PromotionAnswer,
  PromotionPlan,
  PromotionRequest,
  Transition,
} from 'backstage-plugin-gitops-common';
import type { GitRepository } from 'backstage-plugin-gitops-node';
import type { Application } from '../argocd/Application';
import type { PromotionSettings } from '../environments/PromotionSettings';
import type { Gitops } from '../Gitops';
import type { Planning } from '../promotions/plan/Planner';
import {
  Presenting,
  presentPlan,
  presentPromotion,
} from '../promotions/present';
import type { Promotions, Requester } from '../promotions/Promotions';
import type {
  PromotionRecord,
  PromotionStore,
} from '../promotions/store/PromotionStore';
import type { ManifestsAt, Transitions } from '../promotions/Transitions';
import type { Access, ServiceAccess } from './Access';
import type { ArgoCdCalls } from './ArgoCdCalls';
import type { Rights } from './Policy';

const MAX_LISTED = 50;
const WORKFLOW_MS = 20_000;

export interface PromotionCallsOptions {
  gitops: Gitops;
  access: Access;
  promotions: Promotions;
  transitions: Transitions;
  store: PromotionStore;
  auditor: AuditorService;
  argocd: ArgoCdCalls;
  settingsOf(environment: string): PromotionSettings | undefined;
  repositoryOf(url: string): GitRepository;
}

/** All that callers do with promotions, with what they may: for the HTTP API and for actions alike. Every refusal says which permission lacks. */
export class PromotionCalls {
  readonly #options: PromotionCallsOptions;

  constructor(options: PromotionCallsOptions) {
    this.#options = options;
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
    const present = await this.#presenting([...underWay, ...newest], rights);
    return transitions.of({
      service: seen.query.service,
      name: seen.entity.metadata.name,
      deployments: gitops.live
        .answer(seen.query)
        .deployments.environments.filter(one => seen.sees(one.environment)),
      underWay,
      newest,
      rights,
      actionsIn: environment =>
        this.#options.argocd.allowed(environment, rights),
      sourceOf: ({ applications: [first] }) =>
        first && manifestsOf(gitops.application(first)),
      present: record => presentPromotion(record, present),
    });
  }

  async plan(
    { service, from, to }: Pick<PromotionRequest, 'service' | 'from' | 'to'>,
    credentials: BackstageCredentials,
  ): Promise<PromotionPlan> {
    const seen = await this.#seen(service, [from, to], credentials);
    return this.#plan(seen, { from, to }, credentials);
  }

  async promote(
    request: PromotionRequest,
    credentials: BackstageCredentials,
  ): Promise<PromotionAnswer> {
    const { service, from, to } = request;
    const seen = await this.#seen(service, [from, to], credentials);
    return this.#request(seen, { from, to }, request, credentials);
  }

  /** One pull request for several services. */
  async release(
    request: Omit<PromotionRequest, 'service' | 'plan'> & {
      services: readonly string[];
    },
    credentials: BackstageCredentials,
  ): Promise<{ promotions: Promotion[]; made: boolean }> {
    const { services, from, to, reason, override } = request;
    const { access, promotions } = this.#options;
    const requester = await this.#requester(credentials);
    const asks = await Promise.all(
      [...new Set(services)].map(async service => {
        const seen = await this.#seen(service, [from, to], credentials);
        const rights = await access.rights(seen, credentials);
        this.#demand(rights, gitopsPromotionCreatePermission, seen, to);
        if (override)
          this.#demand(rights, gitopsPromotionOverridePermission, seen, to);
        const planning = this.#planning(seen, { from, to }, rights);
        return { planning, requester, reason, override, rights };
      }),
    );
    const { records, made } = await promotions.release(asks);
    const rights = asks[0].rights;
    const present = await this.#presenting(records, rights);
    return {
      promotions: records.map(record => presentPromotion(record, present)),
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
      rights(gitopsPromotionReadPermission, environment);
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
    const present = await this.#presenting(records, rights);
    return records.map(record => presentPromotion(record, present));
  }

  async get(id: string, credentials: BackstageCredentials): Promise<Promotion> {
    const { record, rights } = await this.#readable(id, credentials);
    return this.#present(record, rights);
  }

  async close(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Promotion> {
    const { record, rights } = await this.#acting(
      id,
      gitopsPromotionCreatePermission,
      credentials,
    );
    const requester = await this.#requester(credentials);
    return this.#present(
      await this.#options.promotions.close(record, requester),
      rights,
    );
  }

  async merge(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Promotion> {
    const { record, rights, seen } = await this.#acting(
      id,
      gitopsPromotionMergePermission,
      credentials,
    );
    return this.#audited('promotion-merge', record, async () => {
      // Whoever merges deploys all that is in it
      await this.#demandForOthers(record, seen, credentials);
      return this.#present(
        await this.#options.promotions.merge(record),
        rights,
      );
    });
  }

  async retry(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<PromotionAnswer> {
    const { record, rights, seen } = await this.#acting(
      id,
      gitopsPromotionCreatePermission,
      credentials,
    );
    const { promotion } = record;
    if (!(await this.#present(record, rights)).can.retry)
      throw new ConflictError(
        `There is nothing to try again. ${promotion.sentence}`,
      );
    const rollsBack = promotion.rollsBack
      ? (await this.#options.promotions.get(promotion.rollsBack)).promotion
      : undefined;
    return this.#request(
      seen,
      { from: promotion.from, to: promotion.to, rollsBack },
      { reason: promotion.reason, override: promotion.overridden },
      credentials,
      promotion.id,
    );
  }

  async planRollback(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<PromotionPlan> {
    const { record, seen } = await this.#readable(id, credentials);
    const { to } = record.promotion;
    return this.#plan(
      seen,
      { from: to, to, rollsBack: record.promotion },
      credentials,
    );
  }

  async rollback(
    id: string,
    request: { reason: string; plan?: string; override?: boolean },
    credentials: BackstageCredentials,
  ): Promise<PromotionAnswer> {
    const { record, rights, seen } = await this.#acting(
      id,
      gitopsPromotionCreatePermission,
      credentials,
    );
    if (!(await this.#present(record, rights)).can.rollback)
      throw new ConflictError(
        `There is nothing to roll back. ${record.promotion.sentence}`,
      );
    const { to } = record.promotion;
    return this.#request(
      seen,
      { from: to, to, rollsBack: record.promotion },
      request,
      credentials,
    );
  }

  async runWorkflow(
    run: { service: string; to: string; version: string },
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { service, to, version } = run;
    const { gitops, access, settingsOf, repositoryOf } = this.#options;
    const seen = await this.#seen(service, [to], credentials);
    const rights = await access.rights(seen, credentials, { fresh: true });
    this.#demand(rights, gitopsWorkflowRunPermission, seen, to);
    const workflow = settingsOf(to)?.workflow;
    if (settingsOf(to)?.mode !== 'workflow' || !workflow)
      throw new InputError(
        `${to} has no workflow: name it under gitops.environments, promotion.workflow`,
      );
    const [application] =
      gitops.live
        .answer(seen.query)
        .deployments.environments.find(one => one.environment === to)
        ?.applications ?? [];
    const url =
      workflow.repository ??
      (application &&
        gitops.application(application)?.sources.find(({ chart }) => !chart)
          ?.repository);
    if (!url)
      throw new InputError(`It isn't known which repository has the workflow`);
    const repository = repositoryOf(url);
    if (!repository.workflows)
      throw new InputError(
        `${repository.name}: this Git host has no workflows that could be run`,
      );
    const signal = AbortSignal.timeout(WORKFLOW_MS);
    const values: Record<string, string> = {
      service: seen.entity.metadata.name,
      environment: to,
      version,
    };
    const inputs = Object.fromEntries(
      Object.entries(workflow.inputs).map(([name, text]) => [
        name,
        text.replace(
          /\{(service|environment|version)\}/g,
          (_, key) => values[key],
        ),
      ]),
    );
    const ref =
      workflow.ref ?? (await repository.get({ signal })).defaultBranch;
    const event = await this.#options.auditor.createEvent({
      eventId: 'workflow-run',
      severityLevel: 'medium',
      meta: { service: seen.query.service, to, version },
    });
    try {
      await repository.workflows.dispatch(
        { file: workflow.file, ref, inputs },
        { signal },
      );
      await event.success();
    } catch (error) {
      await event.fail({ error: asError(error) });
      throw error;
    }
  }

  async #plan(
    seen: ServiceAccess,
    where: Pick<Planning, 'from' | 'to' | 'rollsBack'>,
    credentials: BackstageCredentials,
  ): Promise<PromotionPlan> {
    const { access, promotions } = this.#options;
    const rights = await access.rights(seen, credentials);
    const { from, to } = where;
    this.#demand(rights, gitopsPromotionReadPermission, seen, to);
    const planned = await promotions.plan(this.#planning(seen, where, rights));
    return presentPlan(planned, {
      service: seen.query.service,
      from,
      to,
      canOverride: rights(gitopsPromotionOverridePermission, to),
      presenting:
        planned.underWay &&
        (await this.#presenting([planned.underWay], rights)),
    });
  }

  async #request(
    seen: ServiceAccess,
    where: Pick<Planning, 'from' | 'to' | 'rollsBack'>,
    request: { reason: string; plan?: string; override?: boolean },
    credentials: BackstageCredentials,
    replaces?: string,
  ): Promise<PromotionAnswer> {
    const { access, promotions } = this.#options;
    const rights = await access.rights(seen, credentials, { fresh: true });
    this.#demand(rights, gitopsPromotionCreatePermission, seen, where.to);
    if (request.override)
      this.#demand(rights, gitopsPromotionOverridePermission, seen, where.to);
    if (request.reason.trim() === '')
      throw new InputError(
        'A reason is missing: it goes into the commit, the pull request and the audit log',
      );
    const { record, made } = await promotions.request({
      planning: this.#planning(seen, where, rights),
      requester: await this.#requester(credentials),
      reason: request.reason.trim(),
      planId: request.plan,
      override: request.override,
      replaces,
    });
    return { promotion: await this.#present(record, rights), made };
  }

  #planning(
    { entity, query }: ServiceAccess,
    where: Pick<Planning, 'from' | 'to' | 'rollsBack'>,
    rights: Rights,
  ): Planning {
    return {
      ...where,
      query,
      name: entity.metadata.name,
      places: entity.metadata.annotations?.[gitopsAnnotations.versionPlaces],
      isPermitted: rights(gitopsPromotionCreatePermission, where.to),
    };
  }

  /** A service that the caller may see, in environments that they may see: a plan tells of both ends. */
  async #seen(
    service: string,
    environments: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<ServiceAccess> {
    const seen = await this.#options.access.service(service, credentials);
    const unseen = environments.find(one => !seen.sees(one));
    if (unseen !== undefined)
      throw new NotFoundError(
        `${seen.query.service} has no environment ${unseen}, or you may not see it`,
      );
    return seen;
  }

  /** What may not be read does not exist, for the caller. */
  async #readable(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<{ record: PromotionRecord; rights: Rights; seen: ServiceAccess }> {
    const { access, promotions } = this.#options;
    const missing = () =>
      new NotFoundError(
        `There is no promotion ${id}, or you may not see it (${gitopsPromotionReadPermission.name})`,
      );
    const record = await promotions.get(id).catch(error => {
      throw error instanceof NotFoundError ? missing() : error;
    });
    const { service, to } = record.promotion;
    const seen = await access.service(service, credentials).catch(() => {
      throw missing();
    });
    const rights = await access.rights(seen, credentials);
    if (!seen.sees(to) || !rights(gitopsPromotionReadPermission, to))
      throw missing();
    return { record, rights, seen };
  }

  async #acting(
    id: string,
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ) {
    const found = await this.#readable(id, credentials);
    const rights = await this.#options.access.rights(found.seen, credentials, {
      fresh: true,
    });
    this.#demand(rights, permission, found.seen, found.record.promotion.to);
    return { ...found, rights };
  }

  /** A release's pull request brings other services too: the caller has to be allowed to merge each. */
  async #demandForOthers(
    { promotion, pullRequests }: PromotionRecord,
    seen: ServiceAccess,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { access, store } = this.#options;
    for (const { id } of pullRequests) {
      const others = await store.servicesIn(id);
      for (const service of others) {
        if (service === seen.query.service) continue;
        const other = await access.service(service, credentials);
        const rights = await access.rights(other, credentials);
        this.#demand(
          rights,
          gitopsPromotionMergePermission,
          other,
          promotion.to,
        );
      }
    }
  }

  #demand(
    rights: Rights,
    permission: ResourcePermission,
    { query }: ServiceAccess,
    environment: string,
  ): void {
    if (!rights(permission, environment))
      throw new NotAllowedError(
        `You may not do that with ${query.service} in ${environment} (${permission.name})`,
      );
  }

  async #present(record: PromotionRecord, rights: Rights): Promise<Promotion> {
    return presentPromotion(record, await this.#presenting([record], rights));
  }

  async #presenting(
    records: readonly PromotionRecord[],
    rights: Rights,
  ): Promise<Presenting> {
    const { store, settingsOf, gitops } = this.#options;
    const ids = [
      ...new Set(
        records.flatMap(({ pullRequests }) => pullRequests.map(({ id }) => id)),
      ),
    ];
    const others = new Map(
      await Promise.all(
        ids.map(async id => [id, await store.othersIn(id)] as const),
      ),
    );
    return {
      rights,
      settingsOf,
      othersIn: id => others.get(id) ?? 0,
      urlOf: target => {
        const application = gitops.application(target);
        return application && gitops.deploymentOf(application).url;
      },
    };
  }

  async #requester(credentials: BackstageCredentials): Promise<Requester> {
    const principal = credentials.principal as {
      type: string;
      userEntityRef?: string;
      subject?: string;
    };
    const ref = principal.userEntityRef ?? principal.subject ?? 'unknown';
    const entity = principal.userEntityRef
      ? await this.#options.access.entity(ref)
      : undefined;
    return { ref, name: nameOf(entity) ?? ref };
  }

  async #audited<T>(
    eventId: string,
    { promotion: { id, service, to, version } }: PromotionRecord,
    act: () => Promise<T>,
  ): Promise<T> {
    const event = await this.#options.auditor.createEvent({
      eventId,
      severityLevel: 'medium',
      meta: { id, service, to, version },
    });
    try {
      const answer = await act();
      await event.success();
      return answer;
    } catch (error) {
      await event.fail({ error: asError(error) });
      throw error;
    }
  }
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

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
