import type { ApplicationRef, GitopsApi, RequestOptions } from './api';
import type { ClaimProblemFilter, ClaimProblems } from './claims';
import type { ServiceDeployments } from './deployments';
import type { ApplicationDetails } from './details';
import type { Environment } from './environments';
import type { Freeze, FreezeAnswer, FreezeRequest, Freezes } from './freezes';
import type { DeploymentHistory, SeenVersions } from './history';
import { Http } from './Http';
import { applicationPath, path, queryOf, servicePath } from './paths';
import type { Instance } from './instances';
import type { PromotionPlan } from './plans';
import type { Promotion, PromotionAnswer } from './promotions';
import type { Release, ReleaseAnswer, ReleaseRequest } from './releases';
import type { PromotionRequest } from './requests';
import type { Service } from './services';

/**
 * Calls the backend. `fetch` resolves `plugin://gitops/…` as Backstage's FetchApi does, and adds the credentials.
 *
 * @public
 */
export class GitopsClient implements GitopsApi {
  readonly #http: Http;

  constructor(options: { fetchApi: { fetch: typeof fetch } }) {
    this.#http = new Http(options.fetchApi.fetch);
  }

  async environments(options?: RequestOptions): Promise<Environment[]> {
    return (await this.#http.get<Items<Environment>>('environments', options))
      .items;
  }

  async instances(options?: RequestOptions): Promise<Instance[]> {
    return (await this.#http.get<Items<Instance>>('instances', options)).items;
  }

  async claimProblems(
    of: ClaimProblemFilter & { limit?: number; cursor?: string },
    options?: RequestOptions,
  ): Promise<ClaimProblems> {
    return this.#http.get(`applications?${queryOf(of)}`, options);
  }

  async service(entityRef: string, options?: RequestOptions): Promise<Service> {
    return this.#http.get(servicePath(entityRef), options);
  }

  async serviceDeployments(
    entityRef: string,
    options?: RequestOptions,
  ): Promise<ServiceDeployments> {
    return this.#http.get(`${servicePath(entityRef)}/deployments`, options);
  }

  async applicationDetails(
    application: ApplicationRef,
    options?: RequestOptions,
  ): Promise<ApplicationDetails> {
    return this.#http.get(applicationPath(application), options);
  }

  async deploymentHistory(
    { service, ...of }: Parameters<GitopsApi['deploymentHistory']>[0],
    options?: RequestOptions,
  ): Promise<DeploymentHistory> {
    return this.#http.get(
      `${servicePath(service)}/history?${queryOf(of)}`,
      options,
    );
  }

  async seenVersions(
    { service, ...of }: Parameters<GitopsApi['seenVersions']>[0],
    options?: RequestOptions,
  ): Promise<SeenVersions> {
    return this.#http.get(
      `${servicePath(service)}/versions?${queryOf(of)}`,
      options,
    );
  }

  async planPromotion(
    { service, from, to }: Pick<PromotionRequest, 'service' | 'from' | 'to'>,
    options?: RequestOptions,
  ): Promise<PromotionPlan> {
    return this.#http.post('promotions/plan', { service, from, to }, options);
  }

  async promote(
    request: PromotionRequest,
    options?: RequestOptions,
  ): Promise<PromotionAnswer> {
    return this.#http.post('promotions', request, options);
  }

  async promotions(
    of: { service: string; to?: string },
    options?: RequestOptions,
  ): Promise<Promotion[]> {
    const query = new URLSearchParams({ service: of.service });
    if (of.to) query.set('to', of.to);
    return (
      await this.#http.get<Items<Promotion>>(`promotions?${query}`, options)
    ).items;
  }

  async promotion(id: string, options?: RequestOptions): Promise<Promotion> {
    return this.#http.get(`promotions/${path(id)}`, options);
  }

  async closePromotion(
    id: string,
    {
      withRelease,
      ...options
    }: Parameters<GitopsApi['closePromotion']>[1] = {},
  ): Promise<Promotion> {
    const body = { withRelease };
    return this.#http.post(`promotions/${path(id)}/close`, body, options);
  }

  async requestRelease(
    request: ReleaseRequest,
    options?: RequestOptions,
  ): Promise<ReleaseAnswer> {
    return this.#http.post('releases', request, options);
  }

  async releaseOf(id: string, options?: RequestOptions): Promise<Release> {
    return this.#http.get(`promotions/${path(id)}/release`, options);
  }

  async stopFollowingPromotion(
    id: string,
    options?: RequestOptions,
  ): Promise<Promotion> {
    return this.#http.post(
      `promotions/${path(id)}/stop-following`,
      {},
      options,
    );
  }

  async retryPromotion(
    id: string,
    options?: RequestOptions,
  ): Promise<PromotionAnswer> {
    return this.#http.post(`promotions/${path(id)}/retry`, {}, options);
  }

  async planRollback(
    id: string,
    options?: RequestOptions,
  ): Promise<PromotionPlan> {
    return this.#http.post(`promotions/${path(id)}/rollback/plan`, {}, options);
  }

  async rollbackPromotion(
    id: string,
    request: { reason: string; plan?: string; override?: string[] },
    options?: RequestOptions,
  ): Promise<PromotionAnswer> {
    return this.#http.post(`promotions/${path(id)}/rollback`, request, options);
  }

  async mergePromotion(
    id: string,
    options?: RequestOptions,
  ): Promise<Promotion> {
    return this.#http.post(`promotions/${path(id)}/merge`, {}, options);
  }

  async runWorkflow(
    {
      service,
      ...run
    }: { service: string; to: string; version: string; override?: string[] },
    options?: RequestOptions,
  ): Promise<void> {
    await this.#http.post(`${servicePath(service)}/workflow`, run, options);
  }

  async freezes(
    of: { service?: string; ended?: boolean } = {},
    options?: RequestOptions,
  ): Promise<Freezes> {
    const query = new URLSearchParams();
    if (of.service) query.set('service', of.service);
    if (of.ended) query.set('ended', 'true');
    return this.#http.get(`freezes?${query}`, options);
  }

  async createFreeze(
    request: FreezeRequest,
    options?: RequestOptions,
  ): Promise<FreezeAnswer> {
    return this.#http.post('freezes', request, options);
  }

  async endFreeze(id: string, options?: RequestOptions): Promise<Freeze> {
    return this.#http.post(`freezes/${path(id)}/end`, {}, options);
  }

  async refreshApplication(
    application: ApplicationRef,
    options?: RequestOptions,
  ): Promise<void> {
    await this.#http.post(
      `${applicationPath(application)}/refresh`,
      {},
      options,
    );
  }

  async syncApplication(
    application: ApplicationRef,
    request: { revision: string },
    options?: RequestOptions,
  ): Promise<void> {
    await this.#http.post(
      `${applicationPath(application)}/sync`,
      request,
      options,
    );
  }

  async refreshSecrets(
    application: ApplicationRef,
    request: { externalSecret?: string } = {},
    options?: RequestOptions,
  ): Promise<void> {
    await this.#http.post(
      `${applicationPath(application)}/refresh-secrets`,
      request,
      options,
    );
  }
}

interface Items<T> {
  items: T[];
}
