import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import type { Environment, Instance, ServiceDeployments } from './deployments';
import type { ApplicationDetails } from './details';

/** @public */
export interface GitopsApi {
  environments(options?: RequestOptions): Promise<Environment[]>;
  instances(options?: RequestOptions): Promise<Instance[]>;
  /** @throws ResponseError with status 404 where the entity does not exist or may not be seen */
  serviceDeployments(
    entityRef: string,
    options?: RequestOptions,
  ): Promise<ServiceDeployments>;
  applicationDetails(
    application: { instance: string; namespace: string; name: string },
    options?: RequestOptions,
  ): Promise<ApplicationDetails>;
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
    return (await this.#get<{ items: Environment[] }>('environments', options))
      .items;
  }

  async instances(options?: RequestOptions): Promise<Instance[]> {
    return (await this.#get<{ items: Instance[] }>('instances', options)).items;
  }

  async serviceDeployments(
    entityRef: string,
    options?: RequestOptions,
  ): Promise<ServiceDeployments> {
    const { kind, namespace, name } = parseEntityRef(entityRef);
    return this.#get(
      `services/${path(kind, namespace, name)}/deployments`,
      options,
    );
  }

  async applicationDetails(
    application: { instance: string; namespace: string; name: string },
    options?: RequestOptions,
  ): Promise<ApplicationDetails> {
    const { instance, namespace, name } = application;
    return this.#get(`deployments/${path(instance, namespace, name)}`, options);
  }

  async #get<T>(resource: string, options?: RequestOptions): Promise<T> {
    const response = await this.#fetch(`plugin://gitops/v1/${resource}`, {
      signal: options?.signal,
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }
}

function path(...segments: string[]): string {
  return segments.map(encodeURIComponent).join('/');
}
