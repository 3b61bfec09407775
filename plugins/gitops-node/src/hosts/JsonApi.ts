import type { z } from 'zod';
import { GitHostError, GitHostProblem } from './GitHostError';

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const MAX_WORDS = 200;

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base address, with its parts encoded */
  path: string;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /** Name of the repository, for errors */
  about: string;
  signal: AbortSignal;
}

/** What a host answered that was no success. */
export interface Refusal {
  status: number;
  /** The host's own words, one short line without credentials */
  words: string;
  headers: Headers;
}

/** JSON over HTTP to one Git host: a total time limit, nothing repeated by itself, every failure a {@link GitHostError}. */
export class JsonApi {
  readonly #baseUrl: string;
  readonly #headers: (options: {
    signal: AbortSignal;
  }) => Promise<Record<string, string>>;

  constructor(options: {
    /** Without a slash at the end */
    baseUrl: string;
    /** Those that prove who asks */
    headers(options: { signal: AbortSignal }): Promise<Record<string, string>>;
  }) {
    this.#baseUrl = options.baseUrl;
    this.#headers = options.headers;
  }

  /**
   * The answer, as the schema has it.
   *
   * @param request - what is asked for
   * @param schema - of a successful answer
   * @throws GitHostError
   */
  async get<T extends z.ZodType>(
    request: ApiRequest,
    schema: T,
  ): Promise<z.infer<T>> {
    const answer = await this.try(request, schema);
    if ('value' in answer) return answer.value;
    throw errorOf(answer.refusal, request.about);
  }

  /** The same, but a refusal is an answer: for those that mean something. @throws GitHostError where there is no answer at all, or one that can't be read */
  async try<T extends z.ZodType>(
    request: ApiRequest,
    schema: T,
  ): Promise<{ value: z.infer<T>; headers: Headers } | { refusal: Refusal }> {
    const { response, text, secrets } = await this.#send(request);
    if (!response.ok)
      return {
        refusal: {
          status: response.status,
          words: wordsIn(text, secrets),
          headers: response.headers,
        },
      };
    const parsed = schema.safeParse(text === '' ? undefined : jsonOf(text));
    if (parsed.success)
      return { value: parsed.data, headers: response.headers };
    throw new GitHostError(
      'unavailable',
      `${request.about}: the Git host answered something unexpected (${
        parsed.error.issues[0]?.path.join('.') || 'the answer itself'
      })`,
    );
  }

  async #send(
    request: ApiRequest,
  ): Promise<{ response: Response; text: string; secrets: string[] }> {
    const { method = 'GET', path, query = {}, body, about, signal } = request;
    const url = new URL(`${this.#baseUrl}/${path}`);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    const both = AbortSignal.any([signal, limit]);
    try {
      const headers = await this.#headers({ signal: both });
      const response = await fetch(url, {
        method,
        headers: {
          ...headers,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        // Credentials are for the configured address only, and a redirected change would be asked for as a GET
        redirect: 'manual',
        signal: both,
      });
      const text = await textOf(response, about);
      return { response, text, secrets: secretsIn(headers) };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof GitHostError) throw error;
      throw new GitHostError(
        'unavailable',
        limit.aborted
          ? `${about}: ${url.host} did not answer within ${TIMEOUT_MS / 1000} s`
          : `${about}: ${url.host} can't be reached (${causeOf(error)})`,
        { cause: error },
      );
    }
  }
}

/** What a refusal means, in a sentence. */
export function errorOf(
  { status, words, headers }: Refusal,
  about: string,
): GitHostError {
  const said = words ? `: ${words}` : '';
  const of = (
    problem: GitHostProblem,
    sentence: string,
    retryAfterMs?: number,
  ) => new GitHostError(problem, `${about}: ${sentence}`, { retryAfterMs });
  const waitMs = retryAfter(headers);
  const isLimited =
    status === 429 ||
    (status === 403 && headers.get('x-ratelimit-remaining') === '0');
  if (isLimited)
    return of('rateLimited', 'the Git host asks for fewer requests', waitMs);
  switch (status) {
    case 401:
      return of(
        'unauthorized',
        'the Git host does not accept the credentials. Renew those under integrations',
      );
    case 403:
      return of(
        'forbidden',
        `the credentials may not do that${said}. They need to read, and to write contents and pull requests`,
      );
    case 404:
      return of(
        'notFound',
        'the Git host does not know it, or the credentials may not see it',
      );
    case 409:
      return of('conflict', `the Git host found something else there${said}`);
    case 423:
      return of('readOnly', 'the repository is archived and takes no changes');
    default:
      if (status >= 300 && status < 400)
        return of(
          'notFound',
          `the Git host has it under another address (${status}). Use the new one`,
        );
      return status >= 500
        ? of('unavailable', `the Git host failed (${status})`, waitMs)
        : of('invalid', `the Git host refuses (${status}${said})`);
  }
}

/** Seconds, a date, or the second at which a limit ends. */
function retryAfter(headers: Headers): number | undefined {
  const after = headers.get('retry-after');
  if (after !== null && after.trim() !== '') {
    const seconds = Number(after);
    const ms = Number.isFinite(seconds)
      ? seconds * 1000
      : Date.parse(after) - Date.now();
    return Number.isNaN(ms) ? undefined : Math.max(0, ms);
  }
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(reset)
    ? Math.max(0, reset * 1000 - Date.now())
    : undefined;
}

async function textOf(response: Response, about: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES)
      throw new GitHostError(
        'tooLarge',
        `${about}: the Git host's answer is too large`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wordsIn(text: string, secrets: readonly string[]): string {
  const answer = jsonOf(text);
  const message =
    typeof answer === 'object' && answer !== null && 'message' in answer
      ? String(answer.message)
      : '';
  const line = secrets.reduce(
    (words, secret) => words.replaceAll(secret, '…'),
    message.replace(/\s+/g, ' ').trim(),
  );
  return line.length > MAX_WORDS ? `${line.slice(0, MAX_WORDS)}…` : line;
}

/** Values that prove who asks, whole and without their scheme. */
function secretsIn(headers: Record<string, string>): string[] {
  return Object.values(headers)
    .flatMap(value => [value, ...value.split(' ')])
    .filter(value => value.length >= 6);
}

function causeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code ?? (error instanceof Error ? error.name : 'no reason');
}
