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

  async #call<T>(resource: string, init: RequestInit): Promise<T> {
    const response = await this.#fetch(`plugin://gitops/v1/${resource}`, init);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }
}
