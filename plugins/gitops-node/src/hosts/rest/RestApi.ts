import type { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import {
  exchange,
  ExchangeOptions,
  hostError,
  jsonOf,
  RestAnswer,
} from './exchange';
import { unlessRefused } from './Refusal';
import { RestRequest, urlOf } from './RestRequest';

export interface RestApiOptions extends ExchangeOptions {
  /** Of the host, for what is looked at again and again */
  answers?: KnownAnswers;
}

/** What was answered with which tag, by the address that was asked. */
export type KnownAnswers = LRUCache<string, { etag: string; value: unknown }>;

/**
 * A Git host's REST API for one repository: a time limit for the whole of a request, no redirect
 * followed, nothing repeated by itself, nothing asked while the host wants no more requests, every
 * failure a {@link GitHostError}.
 */
export class RestApi {
  readonly #options: RestApiOptions;

  constructor(options: RestApiOptions) {
    this.#options = options;
  }

  /** @throws GitHostError */
  async json<T extends z.ZodType>(
    request: RestRequest,
    schema: T,
  ): Promise<z.infer<T>> {
    return (await this.answer(request, schema)).value;
  }

  /** The same, with the headers. @throws GitHostError */
  async answer<T extends z.ZodType>(
    request: RestRequest,
    schema: T,
  ): Promise<{ value: z.infer<T>; headers: Headers }> {
    const { bytes, headers } = await this.send(request);
    return { value: this.#parsed(bytes, schema), headers };
  }

  /**
   * As {@link json}, of what is looked at again and again: while it is as it was, the host answers
   * with less, and GitHub does not count the request.
   * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
   *
   * @throws GitHostError
   */
  async look<T extends z.ZodType>(
    request: RestRequest,
    schema: T,
  ): Promise<z.infer<T>> {
    const { answers } = this.#options;
    const key = urlOf(this.#options, request).href;
    const known = answers?.get(key);
    const conditional = { ...request, etag: known?.etag };
    const { status, bytes, headers } = await this.send(conditional);
    if (status === 304 && known) return known.value as z.infer<T>;
    const value = this.#parsed(bytes, schema);
    const etag = headers.get('etag');
    if (etag) answers?.set(key, { etag, value });
    return value;
  }

  /** Undefined where the host answers 404. @throws GitHostError */
  async find<T extends z.ZodType>(
    request: RestRequest,
    schema: T,
  ): Promise<z.infer<T> | undefined> {
    return unlessRefused([404], () => this.json(request, schema));
  }

  /**
   * An answer of whatever kind.
   *
   * @throws GitHostError `tooLarge` where it is longer than `maxBytes`
   */
  send(request: RestRequest, maxBytes?: number): Promise<RestAnswer> {
    return exchange(this.#options, request, maxBytes);
  }

  #parsed<T extends z.ZodType>(bytes: Buffer, schema: T): z.infer<T> {
    const parsed = schema.safeParse(jsonOf(bytes));
    if (parsed.success) return parsed.data;
    const place = parsed.error.issues[0]?.path.join('.');
    throw hostError(
      this.#options,
      'unavailable',
      `answered something unexpected (${place || 'the answer itself'})`,
    );
  }
}
