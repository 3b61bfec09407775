import { withDeadline } from '../../withDeadline';
import { GitHostError } from '../GitHostError';
import { quoted, secretsIn } from './quoted';
import type { RateLimits } from './RateLimits';
import { Explanation, Refusal, RefusedAnswer } from './Refusal';
import { bodyOf, RestRequest, urlOf } from './RestRequest';
import { unlessAborted } from './unlessAborted';

/** Azure DevOps answers 203 with a page to sign in where it doesn't accept a token. */
const SIGN_IN_PAGE = 203;
const NOT_MODIFIED = 304;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const USER_AGENT = 'backstage-plugin-gitops';

export interface RestAnswer {
  status: number;
  headers: Headers;
  bytes: Buffer;
}

export interface ExchangeOptions {
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
  /** Headers with the credentials. Called for every request */
  credentials(): Promise<Record<string, string>>;
  /** What to do where there are none: `Install the app there` */
  credentialsHint: string;
  /** What the host means by a refusal */
  explain(answer: RefusedAnswer): Explanation;
  /** Of the host, for all of its repositories */
  rateLimits: RateLimits;
  /** Of one request, to its last byte. 15 s by default */
  timeoutMs?: number;
}

/**
 * One request and its answer, of whatever kind.
 *
 * @throws GitHostError `tooLarge` where the answer is longer than `maxBytes`
 */
export async function exchange(
  options: ExchangeOptions,
  request: RestRequest,
  maxBytes = MAX_ANSWER_BYTES,
): Promise<RestAnswer> {
  const timeoutMs = (options.timeoutMs ?? 15_000) + (request.moreMs ?? 0);
  const { signal, end } = withDeadline(request.signal, timeoutMs);
  try {
    return await answerOf(options, { ...request, signal }, maxBytes);
  } catch (error) {
    request.signal.throwIfAborted();
    if (error instanceof GitHostError) throw error;
    // The original is not kept: it may hold what was sent
    throw hostError(
      options,
      'unavailable',
      signal.aborted
        ? `did not answer within ${timeoutMs / 1000} s`
        : `can't be reached (${causeOf(error)})`,
    );
  } finally {
    end();
  }
}

async function answerOf(
  options: ExchangeOptions,
  request: RestRequest,
  maxBytes: number,
): Promise<RestAnswer> {
  const { method = 'GET', signal, etag } = request;
  const body = bodyOf(request);
  const credentials = await unlessAborted(options.credentials(), signal);
  options.rateLimits.check(credentials, options);
  const response = await fetch(urlOf(options, request), {
    method,
    headers: {
      accept: 'application/json',
      'user-agent': USER_AGENT,
      ...options.headers,
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
  const isAnswer = isKnown || (ok && status !== SIGN_IN_PAGE);
  const limit = isAnswer ? maxBytes : MAX_ANSWER_BYTES;
  const bytes = await bytesOf(options, response, limit);
  if (isAnswer) return { status, headers, bytes };
  throw refusalOf(options, credentials, { status, headers, bytes });
}

function refusalOf(
  options: ExchangeOptions,
  credentials: Record<string, string>,
  { status, headers, bytes }: RestAnswer,
): GitHostError {
  const { product, about, credentialsHint } = options;
  if (status === 401 && Object.keys(credentials).length === 0)
    return hostError(
      options,
      'unauthorized',
      `needs credentials, and there are none for it. ${credentialsHint}`,
    );
  const body = jsonOf(bytes);
  const explanation = options.explain({ status, headers, body });
  const words = quoted(explanation.words, secretsIn(credentials));
  const told = { ...explanation, product, about, status, words, headers };
  const refusal = new Refusal(told);
  options.rateLimits.note(credentials, refusal);
  return refusal;
}

async function bytesOf(
  options: ExchangeOptions,
  response: Response,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes)
      throw hostError(
        options,
        'tooLarge',
        `answers more than ${maxBytes} bytes`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function hostError(
  { about, product }: ExchangeOptions,
  problem: 'unavailable' | 'tooLarge' | 'unauthorized',
  what: string,
): GitHostError {
  return new GitHostError(problem, `${about}: ${product} ${what}`);
}

/** Undefined if it is not JSON. */
export function jsonOf(bytes: Buffer): unknown {
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
