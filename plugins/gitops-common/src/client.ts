import type { GitopsApi } from './api';
import { Http } from './Http';
import {
  applicationPath,
  path,
  promotionPath,
  releasePath,
  servicePath,
  withQuery,
} from './paths';

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

  readonly environments: GitopsApi['environments'] = async options =>
    this.#http.items('environments', options);

  readonly templateFiles: GitopsApi['templateFiles'] = async (
    { namespace, name },
    options,
  ) => this.#http.get(`templates/${path(namespace, name)}/files`, options);

  readonly instances: GitopsApi['instances'] = async options =>
    this.#http.items('instances', options);

  readonly claimProblems: GitopsApi['claimProblems'] = async (of, options) =>
    this.#http.get(withQuery('applications', { ...of }), options);

  readonly applicationSets: GitopsApi['applicationSets'] = async options =>
    this.#http.get('applicationsets', options);

  readonly deliveryMetrics: GitopsApi['deliveryMetrics'] = async (
    of,
    options,
  ) => this.#http.get(withQuery('metrics', { ...of }), options);

  readonly countedDeployments: GitopsApi['countedDeployments'] = async (
    of,
    options,
  ) => this.#http.get(withQuery('metrics/deployments', { ...of }), options);

  readonly fleet: GitopsApi['fleet'] = async (of = {}, options) =>
    this.#http.get(withQuery('fleet', of), options);

  readonly reviews: GitopsApi['reviews'] = async options =>
    this.#http.items('reviews', options);

  readonly secretKeys: GitopsApi['secretKeys'] = async (entityRef, options) =>
    this.#http.get(`${servicePath(entityRef)}/secret-keys`, options);

  readonly service: GitopsApi['service'] = async (entityRef, options) =>
    this.#http.get(servicePath(entityRef), options);

  readonly serviceDeployments: GitopsApi['serviceDeployments'] = async (
    entityRef,
    options,
  ) => this.#http.get(`${servicePath(entityRef)}/deployments`, options);

  readonly applicationDetails: GitopsApi['applicationDetails'] = async (
    application,
    options,
  ) => this.#http.get(applicationPath(application), options);

  readonly applicationDifference: GitopsApi['applicationDifference'] = async (
    application,
    options,
  ) => this.#http.get(`${applicationPath(application)}/difference`, options);

  readonly deploymentHistory: GitopsApi['deploymentHistory'] = async (
    { service, ...of },
    options,
  ) =>
    this.#http.get(withQuery(`${servicePath(service)}/history`, of), options);

  readonly seenVersions: GitopsApi['seenVersions'] = async (
    { service, ...of },
    options,
  ) =>
    this.#http.get(withQuery(`${servicePath(service)}/versions`, of), options);

  readonly versionChanges: GitopsApi['versionChanges'] = async (
    { service, ...of },
    options,
  ) =>
    this.#http.get(withQuery(`${servicePath(service)}/changes`, of), options);

  readonly environmentDifference: GitopsApi['environmentDifference'] = async (
    { service, ...of },
    options,
  ) =>
    this.#http.get(
      withQuery(`${servicePath(service)}/difference`, of),
      options,
    );

  readonly renderedDifference: GitopsApi['renderedDifference'] = async (
    { service, ...of },
    options,
  ) =>
    this.#http.get(
      withQuery(`${servicePath(service)}/difference/rendered`, of),
      options,
    );

  readonly planPromotion: GitopsApi['planPromotion'] = async (
    { service, from, to, version, digest },
    options,
  ) =>
    this.#http.post('promotions/plan', options, {
      service,
      from,
      to,
      version,
      digest,
    });

  readonly promote: GitopsApi['promote'] = async (request, options) =>
    this.#http.post('promotions', options, request);

  readonly promotions: GitopsApi['promotions'] = async (of = {}, options) =>
    this.#http.get(withQuery('promotions', of), options);

  readonly exportPromotions: GitopsApi['exportPromotions'] = async (
    of = {},
    options,
  ) => this.#http.file(withQuery('promotions/export', of), options);

  readonly promotion: GitopsApi['promotion'] = async (id, options) =>
    this.#http.get(promotionPath(id), options);

  readonly promotionChanges: GitopsApi['promotionChanges'] = async (
    id,
    options,
  ) => this.#http.items(`${promotionPath(id)}/changes`, options);

  readonly closePromotion: GitopsApi['closePromotion'] = async (id, options) =>
    this.#http.post(`${promotionPath(id)}/close`, options);

  readonly planRelease: GitopsApi['planRelease'] = async (
    { services, from, to },
    options,
  ) => this.#http.post('releases/plan', options, { services, from, to });

  readonly requestRelease: GitopsApi['requestRelease'] = async (
    request,
    options,
  ) => this.#http.post('releases', options, request);

  readonly release: GitopsApi['release'] = async (id, options) =>
    this.#http.get(releasePath(id), options);

  readonly closeRelease: GitopsApi['closeRelease'] = async (id, options) =>
    this.#http.post(`${releasePath(id)}/close`, options);

  readonly mergeRelease: GitopsApi['mergeRelease'] = async (id, options) =>
    this.#http.post(`${releasePath(id)}/merge`, options);

  readonly planReleaseRollback: GitopsApi['planReleaseRollback'] = async (
    id,
    options,
  ) => this.#http.post(`${releasePath(id)}/rollback/plan`, options);

  readonly rollbackRelease: GitopsApi['rollbackRelease'] = async (
    id,
    request,
    options,
  ) => this.#http.post(`${releasePath(id)}/rollback`, options, request);

  readonly stopFollowingPromotion: GitopsApi['stopFollowingPromotion'] = async (
    id,
    options,
  ) => this.#http.post(`${promotionPath(id)}/stop-following`, options);

  readonly retryPromotion: GitopsApi['retryPromotion'] = async (id, options) =>
    this.#http.post(`${promotionPath(id)}/retry`, options);

  readonly planRollback: GitopsApi['planRollback'] = async (
    id,
    { version } = {},
    options,
  ) =>
    this.#http.post(`${promotionPath(id)}/rollback/plan`, options, { version });

  readonly rollbackPromotion: GitopsApi['rollbackPromotion'] = async (
    id,
    request,
    options,
  ) => this.#http.post(`${promotionPath(id)}/rollback`, options, request);

  readonly mergePromotion: GitopsApi['mergePromotion'] = async (id, options) =>
    this.#http.post(`${promotionPath(id)}/merge`, options);

  readonly resumeAutomaticPromotion: GitopsApi['resumeAutomaticPromotion'] =
    async ({ service, to }, options) =>
      this.#http.post(
        `${servicePath(service)}/automatic-promotion/resume`,
        options,
        { to },
      );

  readonly planWorkflow: GitopsApi['planWorkflow'] = async (
    { service, to },
    options,
  ) =>
    this.#http.post(`${servicePath(service)}/workflow/plan`, options, { to });

  readonly runWorkflow: GitopsApi['runWorkflow'] = async (
    { service, ...run },
    options,
  ) => this.#http.post(`${servicePath(service)}/workflow`, options, run);

  readonly freezes: GitopsApi['freezes'] = async (of = {}, options) =>
    this.#http.get(withQuery('freezes', of), options);

  readonly createFreeze: GitopsApi['createFreeze'] = async (request, options) =>
    this.#http.post('freezes', options, request);

  readonly endFreeze: GitopsApi['endFreeze'] = async (id, options) =>
    this.#http.post(`freezes/${path(id)}/end`, options);

  readonly refreshApplication: GitopsApi['refreshApplication'] = async (
    application,
    options,
  ) => this.#http.post(`${applicationPath(application)}/refresh`, options);

  readonly syncApplication: GitopsApi['syncApplication'] = async (
    application,
    request,
    options,
  ) =>
    this.#http.post(`${applicationPath(application)}/sync`, options, request);

  readonly refreshSecrets: GitopsApi['refreshSecrets'] = async (
    application,
    request = {},
    options,
  ) =>
    this.#http.post(
      `${applicationPath(application)}/refresh-secrets`,
      options,
      request,
    );
}
