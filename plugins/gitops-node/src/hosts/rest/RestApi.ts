import type { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import { withDeadline } from '../../withDeadline';
import { GitHostError } from '../GitHostError';
import { quoted, secretsIn } from './quoted';
import type { RateLimits } from './RateLimits';
import { Explanation, Refusal, RefusedAnswer, unlessRefused } from './Refusal';
import { bodyOf, RestRequest, urlOf } from './RestRequest';
import { unlessAborted } from './unlessAborted';

const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
/** Azure DevOps answers 203 with a page to sign in where it doesn't accept a token. */
const SIGN_IN_PAGE = 203;
const NOT_MODIFIED = 304;
const USER_AGENT = 'backstage-plugin-gitops';

export interface RestAnswer {
  status: number;
  headers: Headers;
  bytes: Buffer;
}

export interface RestApiOptions {
  /** Without a slash at the end */
  baseUrl: string;
  /** Goes along with every request */
  query?: Record<string, string>;
  /** As people call the host, for errors: `GitLab` */
  product: string;
  /** The repository's name, for errors */
  about: string;
  /** Headers of every request that prove nothing */
  headers?: Readonly<Record<string, string>>;
  /** Headers that prove who asks. Asked for with every request */
  credentials(): Promise<Record<string, string>>;
  /** What to do where there are none: `Install the app there` */
  credentialsHint: string;
  /** What the host means by a refusal */
  explain(answer: RefusedAnswer): Explanation;
  /** Of the host, whichever repository is asked for */
  rateLimits: RateLimits;
  /** Of the host, for what is looked at again and again */
  answers?: KnownAnswers;
  /** Of one request, to its last byte. 15 s by default */
  timeoutMs?: number;
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
    const { status, bytes, headers } = await this.send({
      ...request,
      etag: known?.etag,
    });
    if (status === NOT_MODIFIED && known) return known.value as z.infer<T>;
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

  /** An answer of whatever kind. @throws GitHostError `tooLarge` where it is longer than `maxBytes` */
  async send(
    request: RestRequest,
    maxBytes = MAX_ANSWER_BYTES,
  ): Promise<RestAnswer> {
    const timeoutMs =
      (this.#options.timeoutMs ?? 15_000) + (request.moreMs ?? 0);
    const { signal, end } = withDeadline(request.signal, timeoutMs);
    try {
      return await this.#exchange({ ...request, signal }, maxBytes);
    } catch (error) {
      request.signal.throwIfAborted();
      if (error instanceof GitHostError) throw error;
      // The original is not kept: it may hold what was sent
      throw this.#error(
        'unavailable',
        signal.aborted
          ? `did not answer within ${timeoutMs / 1000} s`
          : `can't be reached (${causeOf(error)})`,
      );
    } finally {
      end();
    }
  }

  async #exchange(request: RestRequest, maxBytes: number): Promise<RestAnswer> {
    const { method = 'GET', signal, etag } = request;
    const { product, about, headers: always, rateLimits } = this.#options;
    const body = bodyOf(request);
    const credentials = await unlessAborted(
      this.#options.credentials(),
      signal,
    );
    rateLimits.check(credentials, this.#options);
    const response = await fetch(urlOf(this.#options, request), {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': USER_AGENT,
        ...always,
        ...credentials,
        ...(body ? { 'content-type': body.type } : {}),
        ...(etag ? { 'if-none-match': etag } : {}),
      },
      body: body?.bytes,
      // Credentials are for the configured address only
      redirect: 'manual',
      signal,
    });
    const { status, headers, ok } = response;
    const isKnown = status === NOT_MODIFIED && etag !== undefined;
    if (isKnown || (ok && status !== SIGN_IN_PAGE))
      return {
        status,
        headers,
        bytes: await this.#bytesOf(response, maxBytes),
      };
    const answer = jsonOf(await this.#bytesOf(response, MAX_ANSWER_BYTES));
    if (status === 401 && Object.keys(credentials).length === 0)
      throw this.#error(
        'unauthorized',
        `needs credentials, and there are none for it. ${
          this.#options.credentialsHint
        }`,
      );
    const explanation = this.#options.explain({
      status,
      headers,
      body: answer,
    });
    const words = quoted(explanation.words, secretsIn(credentials));
    const refusal = new Refusal({
      ...explanation,
      product,
      about,
      status,
      words,
      headers,
    });
    rateLimits.note(credentials, refusal);
    throw refusal;
  }

  #parsed<T extends z.ZodType>(bytes: Buffer, schema: T): z.infer<T> {
    const parsed = schema.safeParse(jsonOf(bytes));
    if (parsed.success) return parsed.data;
    const place = parsed.error.issues[0]?.path.join('.');
    throw this.#error(
      'unavailable',
      `answered something unexpected (${place || 'the answer itself'})`,
    );
  }

  async #bytesOf(response: Response, maxBytes: number): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > maxBytes)
        throw this.#error('tooLarge', `answers more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  #error(
    problem: 'unavailable' | 'tooLarge' | 'unauthorized',
    what: string,
  ): GitHostError {
    const { about, product } = this.#options;
    return new GitHostError(problem, `${about}: ${product} ${what}`);
  }
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The error itself tells nothing but that fetching failed. */
function causeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  return cause?.code ? String(cause.code) : 'the connection broke';
}
