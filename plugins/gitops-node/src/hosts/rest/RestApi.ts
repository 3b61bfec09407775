import type { z } from 'zod';
import { withDeadline } from '../../withDeadline';
import { GitHostError } from '../GitHostError';
import { quoted, secretsIn } from './quoted';
import { Refusal } from './Refusal';

const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
/** Azure DevOps answers 203 with a page to sign in where it doesn't accept a token. */
const SIGN_IN_PAGE = 203;

export interface RestRequest {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base address, with its parts encoded */
  path: string;
  /** A list is sent as the same name several times */
  query?: Record<string, string | number | boolean | string[] | undefined>;
  json?: unknown;
  /** Where it is no JSON */
  body?: { type: string; bytes: Uint8Array };
  /** To be waited beyond the usual time limit, for what takes the host long */
  moreMs?: number;
  signal: AbortSignal;
}

export interface RestAnswer {
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
  /** Those that prove who asks. Asked for with every request */
  headers(): Promise<Record<string, string>>;
  /** The host's own words in the body of a refusal */
  wordsOf(body: unknown): string;
  /** What a status means with this host, where it isn't what it means everywhere */
  problemOf?: (
    refusal: Pick<Refusal, 'status' | 'words'>,
  ) => Refusal['problem'] | undefined;
  /** Of one request, to its last byte. 15 s by default */
  timeoutMs?: number;
}

/** A Git host's REST API for one repository: a time limit for the whole of a request, no redirect followed, nothing repeated by itself, every failure a {@link GitHostError}. */
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
    const parsed = schema.safeParse(jsonOf(bytes));
    if (parsed.success) return { value: parsed.data, headers };
    const place = parsed.error.issues[0]?.path.join('.');
    throw this.#error(
      'unavailable',
      `answered something unexpected (${place || 'the answer itself'})`,
    );
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
    const { method = 'GET', signal } = request;
    const body = bodyOf(request);
    const credentials = await settled(this.#options.headers(), signal);
    const response = await fetch(this.#urlOf(request), {
      method,
      headers: {
        accept: 'application/json',
        ...credentials,
        ...(body ? { 'content-type': body.type } : {}),
      },
      body: body?.bytes,
      // Credentials are for the configured address only
      redirect: 'manual',
      signal,
    });
    if (response.ok && response.status !== SIGN_IN_PAGE)
      return {
        headers: response.headers,
        bytes: await this.#bytesOf(response, maxBytes),
      };
    const { product, about, wordsOf, problemOf } = this.#options;
    const answer = jsonOf(await this.#bytesOf(response, MAX_ANSWER_BYTES));
    const { status, headers } = response;
    const words = quoted(wordsOf(answer), secretsIn(credentials));
    throw new Refusal({
      product,
      about,
      status,
      words,
      headers,
      problem: problemOf?.({ status, words }),
    });
  }

  #urlOf({ path, query = {} }: RestRequest): URL {
    const { baseUrl, query: always } = this.#options;
    const url = new URL(`${baseUrl}${path}`);
    for (const [name, value] of Object.entries({ ...always, ...query }))
      for (const one of [value ?? []].flat())
        url.searchParams.append(name, String(one));
    return url;
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

  #error(problem: 'unavailable' | 'tooLarge', what: string): GitHostError {
    const { about, product } = this.#options;
    return new GitHostError(problem, `${about}: ${product} ${what}`);
  }
}

/** What `ask` gives; undefined where the host refuses with one of the statuses. A rate limit is no such refusal, though GitHub answers 403 for it. */
export async function unlessRefused<T>(
  statuses: readonly number[],
  ask: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    const isRefused =
      error instanceof Refusal &&
      statuses.includes(error.status) &&
      error.problem !== 'rateLimited';
    if (!isRefused) throw error;
    return undefined;
  }
}

/** Credentials may be fetched from elsewhere by a library that takes no signal. */
async function settled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {
      once: true,
    });
    work.then(resolve, reject);
  });
}

function bodyOf({ json, body }: RestRequest) {
  if (json === undefined) return body;
  const bytes: Uint8Array = Buffer.from(JSON.stringify(json));
  return { type: 'application/json', bytes };
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
