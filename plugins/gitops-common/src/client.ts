import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import type { ClaimProblemFilter, ClaimProblems } from './claims';
import type { ServiceDeployments } from './deployments';
import type { ApplicationDetails } from './details';
import type { Environment } from './environments';
import type { Instance } from './instances';
import type { PromotionPlan } from './plans';
import type { Promotion, PromotionAnswer } from './promotions';
import type { PromotionRequest } from './requests';
import type { Transition } from './transitions';

/**
 * Every method throws ResponseError, with the sentence that the backend answered: 403 where the caller may not, 404 where it does not exist or may not be seen.
 *
 * @public
 */
export interface GitopsApi {
  environments(options?: RequestOptions): Promise<Environment[]>;
  instances(options?: RequestOptions): Promise<Instance[]>;
  /** Applications that no service or environment claims, or that several entities claim */
  claimProblems(
    of: ClaimProblemFilter & { limit?: number; cursor?: string },
    options?: RequestOptions,
  ): Promise<ClaimProblems>;
  serviceDeployments(
    entityRef: string,
    options?: RequestOptions,
  ): Promise<ServiceDeployments>;
  applicationDetails(
    application: ApplicationRef,
    options?: RequestOptions,
  ): Promise<ApplicationDetails>;

  /** What is between the environments of a service, in their order */
  transitions(
    entityRef: string,
    options?: RequestOptions,
  ): Promise<Transition[]>;
  /** Writes nothing */
  planPromotion(
    promotion: Pick<PromotionRequest, 'service' | 'from' | 'to'>,
    options?: RequestOptions,
  ): Promise<PromotionPlan>;
  /** Asked twice, it answers the same promotion. ResponseError 409 where the plan that was seen is another by now */
  promote(
    request: PromotionRequest,
    options?: RequestOptions,
  ): Promise<PromotionAnswer>;
  /** Newest first, at most 50 */
  promotions(
    of: { service: string; to?: string },
    options?: RequestOptions,
  ): Promise<Promotion[]>;
  promotion(id: string, options?: RequestOptions): Promise<Promotion>;
  /** Closes the pull request without merging */
  closePromotion(id: string, options?: RequestOptions): Promise<Promotion>;
  /** Follows a merged promotion no longer. */
  stopFollowingPromotion(
    id: string,
    options?: RequestOptions,
  ): Promise<Promotion>;
  /** Plans anew and requests that, for one that failed or was closed, or whose pull request can't be merged */
  retryPromotion(
    id: string,
    options?: RequestOptions,
  ): Promise<PromotionAnswer>;
  /** What rolling it back would do */
  planRollback(id: string, options?: RequestOptions): Promise<PromotionPlan>;
  /** Requests the version before, by pull request */
  rollbackPromotion(
    id: string,
    request: { reason: string; plan?: string; override?: string[] },
    options?: RequestOptions,
  ): Promise<PromotionAnswer>;
  mergePromotion(id: string, options?: RequestOptions): Promise<Promotion>;
  /** Runs the environment's promotion workflow for a tag */
  runWorkflow(
    run: { service: string; to: string; version: string },
    options?: RequestOptions,
  ): Promise<void>;

  /** Has Argo CD compare with Git again */
  refreshApplication(
    application: ApplicationRef,
    options?: RequestOptions,
  ): Promise<void>;
  /** Syncs to the revision that was shown; 409 where Argo CD compares to another by now */
  syncApplication(
    application: ApplicationRef,
    request: { revision: string },
    options?: RequestOptions,
  ): Promise<void>;
  /** Has ExternalSecrets read from their store again: one, or all of the Application's */
  refreshSecrets(
    application: ApplicationRef,
    request?: { externalSecret?: string },
    options?: RequestOptions,
  ): Promise<void>;
}

/** @public */
export interface ApplicationRef {
  instance: string;
  namespace: string;
  name: string;
}

/** @public */
export interface RequestOptions {
  signal?: AbortSignal;
}

/**
 * The channel on which the backend signals that `serviceDeployments` of an entity answers something new. The message is empty: what changed is read, and authorised, through the API.
 *
 * @public
 */
export function deploymentsChannel(entityRef: string): string {
  return `gitops:deployments:${entityRef}`;
}

/**
 * The same for `transitions` and `promotions`.
 *
 * @public
 */
export function promotionsChannel(entityRef: string): string {
  return `gitops:promotions:${entityRef}`;
}

/**
 * Calls the backend. `fetch` resolves `plugin://gitops/…` as Backstage's FetchApi does, and adds the credentials.
 *
 * @public
 */
export class GitopsClient implements GitopsApi {
  readonly #fetch: typeof fetch;

  constructor(options: { fetchApi: { fetch: typeof fetch } }) {
    this.#fetch = options.fetchApi.fetch;
  }

  async environments(options?: RequestOptions): Promise<Environment[]> {
    return (await this.#get<Items<Environment>>('environments', options)).items;
  }

  async instances(options?: RequestOptions): Promise<Instance[]> {
    return (await this.#get<Items<Instance>>('instances', options)).items;
  }

  async claimProblems(
    of: ClaimProblemFilter & { limit?: number; cursor?: string },
    options?: RequestOptions,
  ): Promise<ClaimProblems> {
    const query = new URLSearchParams(
      Object.entries(of).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)]],
      ),
    );
    return this.#get(`applications?${query}`, options);
  }

  async serviceDeployments(
    entityRef: string,
    options?: RequestOptions,
  ): Promise<ServiceDeployments> {
    return this.#get(`${servicePath(entityRef)}/deployments`, options);
  }

  async applicationDetails(
    application: ApplicationRef,
    options?: RequestOptions,
  ): Promise<ApplicationDetails> {
    return this.#get(applicationPath(application), options);
  }

  async transitions(
    entityRef: string,
    options?: RequestOptions,
  ): Promise<Transition[]> {
    return (
      await this.#get<Items<Transition>>(
        `${servicePath(entityRef)}/transitions`,
        options,
      )
    ).items;
  }

  async planPromotion(
    { service, from, to }: Pick<PromotionRequest, 'service' | 'from' | 'to'>,
    options?: RequestOptions,
  ): Promise<PromotionPlan> {
    return this.#post('promotions/plan', { service, from, to }, options);
  }

  async promote(
    request: PromotionRequest,
    options?: RequestOptions,
  ): Promise<PromotionAnswer> {
    return this.#post('promotions', request, options);
  }

  async promotions(
    of: { service: string; to?: string },
    options?: RequestOptions,
  ): Promise<Promotion[]> {
    const query = new URLSearchParams({ service: of.service });
    if (of.to) query.set('to', of.to);
    return (await this.#get<Items<Promotion>>(`promotions?${query}`, options))
      .items;
  }

  async promotion(id: string, options?: RequestOptions): Promise<Promotion> {
    return this.#get(`promotions/${path(id)}`, options);
  }

  async closePromotion(
    id: string,
    options?: RequestOptions,
  ): Promise<Promotion> {
    return this.#post(`promotions/${path(id)}/close`, {}, options);
  }

  async stopFollowingPromotion(
    id: string,
    options?: RequestOptions,
  ): Promise<Promotion> {
    return this.#post(`promotions/${path(id)}/stop-following`, {}, options);
  }

  async retryPromotion(
    id: string,
    options?: RequestOptions,
  ): Promise<PromotionAnswer> {
    return this.#post(`promotions/${path(id)}/retry`, {}, options);
  }

  async planRollback(
    id: string,
    options?: RequestOptions,
  ): Promise<PromotionPlan> {
    return this.#post(`promotions/${path(id)}/rollback/plan`, {}, options);
  }

  async rollbackPromotion(
    id: string,
    request: { reason: string; plan?: string; override?: string[] },
    options?: RequestOptions,
  ): Promise<PromotionAnswer> {
    return this.#post(`promotions/${path(id)}/rollback`, request, options);
  }

  async mergePromotion(
    id: string,
    options?: RequestOptions,
  ): Promise<Promotion> {
    return this.#post(`promotions/${path(id)}/merge`, {}, options);
  }

  async runWorkflow(
    { service, to, version }: { service: string; to: string; version: string },
    options?: RequestOptions,
  ): Promise<void> {
    await this.#post(
      `${servicePath(service)}/workflow`,
      { to, version },
      options,
    );
  }

  async refreshApplication(
    application: ApplicationRef,
    options?: RequestOptions,
  ): Promise<void> {
    await this.#post(`${applicationPath(application)}/refresh`, {}, options);
  }

  async syncApplication(
    application: ApplicationRef,
    request: { revision: string },
    options?: RequestOptions,
  ): Promise<void> {
    await this.#post(`${applicationPath(application)}/sync`, request, options);
  }

  async refreshSecrets(
    application: ApplicationRef,
    request: { externalSecret?: string } = {},
    options?: RequestOptions,
  ): Promise<void> {
    await this.#post(
      `${applicationPath(application)}/refresh-secrets`,
      request,
      options,
    );
  }

  #get<T>(resource: string, options?: RequestOptions): Promise<T> {
    return this.#call(resource, { signal: options?.signal });
  }

  #post<T>(
    resource: string,
    body: unknown,
    options?: RequestOptions,
  ): Promise<T> {
    return this.#call(resource, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: options?.signal,
    });
  }

  async #call<T>(resource: string, init: RequestInit): Promise<T> {
    const response = await this.#fetch(`plugin://gitops/v1/${resource}`, init);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }
}

interface Items<T> {
  items: T[];
}

function servicePath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `services/${path(kind, namespace, name)}`;
}

function applicationPath({
  instance,
  namespace,
  name,
}: ApplicationRef): string {
  return `deployments/${path(instance, namespace, name)}`;
}

function path(...segments: string[]): string {
  return segments.map(encodeURIComponent).join('/');
}
