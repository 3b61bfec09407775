import { ResponseError } from '@backstage/errors';
import type { RequestOptions } from './api';

/** Calls the backend under `plugin://gitops/v1`, with JSON. @throws ResponseError */
export class Http {
  readonly #fetch: typeof fetch;

  constructor(fetchOf: typeof fetch) {
    this.#fetch = fetchOf;
  }

  get<T>(resource: string, options?: RequestOptions): Promise<T> {
    return this.#call(resource, { signal: options?.signal });
  }

  /** What a list holds. */
  async items<T>(resource: string, options?: RequestOptions): Promise<T[]> {
    return (await this.get<{ items: T[] }>(resource, options)).items;
  }

  post<T>(
    resource: string,
    options?: RequestOptions,
    body: object = {},
  ): Promise<T> {
    return this.#call(resource, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: options?.signal,
    });
  }

  /** What is to be saved as a file. */
  async file(resource: string, options?: RequestOptions): Promise<Blob> {
    return (await this.#send(resource, { signal: options?.signal })).blob();
  }

  async #call<T>(resource: string, init: RequestInit): Promise<T> {
    return (await this.#send(resource, init)).json();
  }

  async #send(resource: string, init: RequestInit): Promise<Response> {
    const response = await this.#fetch(`plugin://gitops/v1/${resource}`, init);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}
