import type {
  ApplicationRef,
  GitopsApi,
  PromotedRoute,
  RequestOptions as Options,
} from './api';
import type { VersionChanges } from './changes';
import type { ClaimProblemFilter, ClaimProblems } from './claims';
import type { ServiceDeployments } from './deployments';
import type { ApplicationDetails } from './details';
import type { ApplicationDifference } from './difference';
import type { EnvironmentDifference } from './environmentDifference';
import type { Environment } from './environments';
import type { Fleet } from './fleet';
import type { Freeze, FreezeAnswer, FreezeRequest, Freezes } from './freezes';
import type { DeploymentHistory, SeenVersions } from './history';
import type { ApplicationSets } from './applicationSets';
import type {
  CountedDeployments,
  DeliveryMetrics,
  MetricsFilter,
} from './metrics';
import { Http } from './Http';
import {
  applicationPath,
  path,
  promotionPath,
  releasePath,
  servicePath,
  withQuery,
} from './paths';
import type { Instance } from './instances';
import type { PromotionPlan, RepositoryChange } from './plans';
import type { RenderedDifference } from './renderedDifference';
import type { PromotionFilter, PromotionPage } from './promotionLists';
import type { Promotion, PromotionAnswer } from './promotions';
import type { ReleasePlan } from './releasePlans';
import type {
  Release,
  ReleaseAnswer,
  ReleaseRequest,
  ReleaseRollbackRequest,
} from './releases';
import type { PromotionRequest } from './requests';
import type { SecretKeyMatrix } from './secretKeys';
import type { Service } from './services';
import type { WorkflowPlan } from './workflows';

/**
 * Calls the backend. `fetch` resolves `plugin://gitops/…` as Backstage's FetchApi does, and adds
 * the credentials.
 *
 * @public
 */
export class GitopsClient implements GitopsApi {
  readonly #http: Http;

  constructor(options: { fetchApi: { fetch: typeof fetch } }) {
    this.#http = new Http(options.fetchApi.fetch);
  }

  environments(options?: Options): Promise<Environment[]> {
    return this.#http.items('environments', options);
  }

  instances(options?: Options): Promise<Instance[]> {
    return this.#http.items('instances', options);
  }

  async claimProblems(
    of: ClaimProblemFilter & { q?: string; limit?: number; cursor?: string },
    options?: Options,
  ): Promise<ClaimProblems> {
    return this.#http.get(withQuery('applications', { ...of }), options);
  }

  async applicationSets(options?: Options): Promise<ApplicationSets> {
    return this.#http.get('applicationsets', options);
  }

  async deliveryMetrics(
    of: MetricsFilter,
    options?: Options,
  ): Promise<DeliveryMetrics> {
    return this.#http.get(withQuery('metrics', { ...of }), options);
  }

  async countedDeployments(
    of: MetricsFilter & { before?: string; limit?: number },
    options?: Options,
  ): Promise<CountedDeployments> {
    return this.#http.get(withQuery('metrics/deployments', { ...of }), options);
  }

  async fleet(
    of: { since?: string; owner?: string; system?: string } = {},
    options?: Options,
  ): Promise<Fleet> {
    return this.#http.get(withQuery('fleet', of), options);
  }

  async reviews(options?: Options): Promise<Promotion[]> {
    return this.#http.items('reviews', options);
  }

  async secretKeys(
    entityRef: string,
    options?: Options,
  ): Promise<SecretKeyMatrix> {
    return this.#http.get(`${servicePath(entityRef)}/secret-keys`, options);
  }

  async service(entityRef: string, options?: Options): Promise<Service> {
    return this.#http.get(servicePath(entityRef), options);
  }

  async serviceDeployments(
    entityRef: string,
    options?: Options,
  ): Promise<ServiceDeployments> {
    return this.#http.get(`${servicePath(entityRef)}/deployments`, options);
  }

  async applicationDetails(
    application: ApplicationRef,
    options?: Options,
  ): Promise<ApplicationDetails> {
    return this.#http.get(applicationPath(application), options);
  }

  async applicationDifference(
    application: ApplicationRef,
    options?: Options,
  ): Promise<ApplicationDifference> {
    return this.#http.get(
      `${applicationPath(application)}/difference`,
      options,
    );
  }

  async deploymentHistory(
    { service, ...of }: Parameters<GitopsApi['deploymentHistory']>[0],
    options?: Options,
  ): Promise<DeploymentHistory> {
    const resource = `${servicePath(service)}/history`;
    return this.#http.get(withQuery(resource, of), options);
  }

  async seenVersions(
    { service, ...of }: Parameters<GitopsApi['seenVersions']>[0],
    options?: Options,
  ): Promise<SeenVersions> {
    const resource = `${servicePath(service)}/versions`;
    return this.#http.get(withQuery(resource, of), options);
  }

  async versionChanges(
    { service, ...of }: Parameters<GitopsApi['versionChanges']>[0],
    options?: Options,
  ): Promise<VersionChanges> {
    const resource = `${servicePath(service)}/changes`;
    return this.#http.get(withQuery(resource, of), options);
  }

  async environmentDifference(
    { service, ...of }: Parameters<GitopsApi['environmentDifference']>[0],
    options?: Options,
  ): Promise<EnvironmentDifference> {
    const resource = `${servicePath(service)}/difference`;
    return this.#http.get(withQuery(resource, of), options);
  }

  async renderedDifference(
    { service, ...of }: Parameters<GitopsApi['renderedDifference']>[0],
    options?: Options,
  ): Promise<RenderedDifference> {
    const resource = `${servicePath(service)}/difference/rendered`;
    return this.#http.get(withQuery(resource, of), options);
  }

  async planPromotion(
    { service, from, to, version, digest }: PromotedRoute,
    options?: Options,
  ): Promise<PromotionPlan> {
    const body = { service, from, to, version, digest };
    return this.#http.post('promotions/plan', options, body);
  }

  async promote(
    request: PromotionRequest,
    options?: Options,
  ): Promise<PromotionAnswer> {
    return this.#http.post('promotions', options, request);
  }

  async promotions(
    of: PromotionFilter & { cursor?: string; limit?: number } = {},
    options?: Options,
  ): Promise<PromotionPage> {
    return this.#http.get(withQuery('promotions', of), options);
  }

  async exportPromotions(
    of: PromotionFilter = {},
    options?: Options,
  ): Promise<Blob> {
    return this.#http.file(withQuery('promotions/export', of), options);
  }

  async promotion(id: string, options?: Options): Promise<Promotion> {
    return this.#http.get(promotionPath(id), options);
  }

  async promotionChanges(
    id: string,
    options?: Options,
  ): Promise<RepositoryChange[]> {
    return this.#http.items(`${promotionPath(id)}/changes`, options);
  }

  async closePromotion(id: string, options?: Options): Promise<Promotion> {
    return this.#http.post(`${promotionPath(id)}/close`, options);
  }

  async planRelease(
    { services, from, to }: Pick<ReleaseRequest, 'services' | 'from' | 'to'>,
    options?: Options,
  ): Promise<ReleasePlan> {
    return this.#http.post('releases/plan', options, { services, from, to });
  }

  async requestRelease(
    request: ReleaseRequest,
    options?: Options,
  ): Promise<ReleaseAnswer> {
    return this.#http.post('releases', options, request);
  }

  async release(id: string, options?: Options): Promise<Release> {
    return this.#http.get(releasePath(id), options);
  }

  async closeRelease(id: string, options?: Options): Promise<Release> {
    return this.#http.post(`${releasePath(id)}/close`, options);
  }

  async mergeRelease(id: string, options?: Options): Promise<Release> {
    return this.#http.post(`${releasePath(id)}/merge`, options);
  }

  async planReleaseRollback(
    id: string,
    options?: Options,
  ): Promise<ReleasePlan> {
    return this.#http.post(`${releasePath(id)}/rollback/plan`, options);
  }

  async rollbackRelease(
    id: string,
    request: ReleaseRollbackRequest,
    options?: Options,
  ): Promise<ReleaseAnswer> {
    return this.#http.post(`${releasePath(id)}/rollback`, options, request);
  }

  stopFollowingPromotion(id: string, options?: Options): Promise<Promotion> {
    return this.#http.post(`${promotionPath(id)}/stop-following`, options);
  }

  retryPromotion(id: string, options?: Options): Promise<PromotionAnswer> {
    return this.#http.post(`${promotionPath(id)}/retry`, options);
  }

  async planRollback(
    id: string,
    { version }: { version?: string } = {},
    options?: Options,
  ): Promise<PromotionPlan> {
    const resource = `${promotionPath(id)}/rollback/plan`;
    return this.#http.post(resource, options, { version });
  }

  async rollbackPromotion(
    id: string,
    request: Parameters<GitopsApi['rollbackPromotion']>[1],
    options?: Options,
  ): Promise<PromotionAnswer> {
    return this.#http.post(`${promotionPath(id)}/rollback`, options, request);
  }

  async mergePromotion(id: string, options?: Options): Promise<Promotion> {
    return this.#http.post(`${promotionPath(id)}/merge`, options);
  }

  async resumeAutomaticPromotion(
    { service, to }: { service: string; to: string },
    options?: Options,
  ): Promise<void> {
    await this.#http.post(
      `${servicePath(service)}/automatic-promotion/resume`,
      options,
      { to },
    );
  }

  async planWorkflow(
    { service, to }: Parameters<GitopsApi['planWorkflow']>[0],
    options?: Options,
  ): Promise<WorkflowPlan> {
    const resource = `${servicePath(service)}/workflow/plan`;
    return this.#http.post(resource, options, { to });
  }

  async runWorkflow(
    { service, ...run }: Parameters<GitopsApi['runWorkflow']>[0],
    options?: Options,
  ): Promise<void> {
    await this.#http.post(`${servicePath(service)}/workflow`, options, run);
  }

  async freezes(
    of: { service?: string; ended?: boolean } = {},
    options?: Options,
  ): Promise<Freezes> {
    return this.#http.get(withQuery('freezes', of), options);
  }

  async createFreeze(
    request: FreezeRequest,
    options?: Options,
  ): Promise<FreezeAnswer> {
    return this.#http.post('freezes', options, request);
  }

  async endFreeze(id: string, options?: Options): Promise<Freeze> {
    return this.#http.post(`freezes/${path(id)}/end`, options);
  }

  async refreshApplication(
    application: ApplicationRef,
    options?: Options,
  ): Promise<void> {
    await this.#http.post(`${applicationPath(application)}/refresh`, options);
  }

  async syncApplication(
    application: ApplicationRef,
    request: { revision: string },
    options?: Options,
  ): Promise<void> {
    await this.#http.post(
      `${applicationPath(application)}/sync`,
      options,
      request,
    );
  }

  async refreshSecrets(
    application: ApplicationRef,
    request: { externalSecret?: string } = {},
    options?: Options,
  ): Promise<void> {
    await this.#http.post(
      `${applicationPath(application)}/refresh-secrets`,
      options,
      request,
    );
  }
}
