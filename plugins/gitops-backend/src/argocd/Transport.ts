import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { Dispatcher, EnvHttpProxyAgent } from 'undici';
import { discard, readFailure, readJson } from './answers';
import { ArgoCdError } from './ArgoCdError';
import { connectionFailure } from './connectionFailure';
import { secretsIn } from './quoted';

/** A list of 50,000 masked Applications has some 40 MB. What is larger is no answer of Argo CD's. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

export interface TransportOptions {
  /** Argo CD's address, with its root path where it has one */
  url: string;
  /** Sent with every request; what the request itself needs wins */
  headers?: Record<string, string>;
  /** Certificates (PEM) that are trusted besides those that Node brings along. Those of NODE_EXTRA_CA_CERTS are not, once this is given */
  ca?: string;
  connectTimeoutMs?: number;
  /** Of an answer, decompressed. 256 MB by default */
  maxAnswerBytes?: number;
}

export interface TransportRequest {
  method?: 'GET' | 'POST';
  path: string;
  query?: Record<string, string | undefined>;
  headers?: Record<string, string>;
  body?: unknown;
  /** What in the body must not be quoted, should the server repeat it. Values of headers never are */
  secrets?: readonly string[];
  signal: AbortSignal;
}

/** A stream that has begun. */
export interface StreamAnswer {
  body: Readable;
  /** What was sent and must not be quoted, should the server repeat it */
  secrets: readonly string[];
}

/**
 * HTTP to one Argo CD server: through the proxy that the environment names, never following a redirect. Every failure is an {@link ArgoCdError}, but for the
 * reason of a signal that was aborted.
 */
export class Transport {
  readonly #base: URL;
  readonly #headers: Record<string, string>;
  readonly #maxAnswerBytes: number;
  readonly #dispatcher: EnvHttpProxyAgent;

  constructor(options: TransportOptions) {
    this.#base = new URL(
      options.url.endsWith('/') ? options.url : `${options.url}/`,
    );
    this.#headers = lowerCased(options.headers ?? {});
    this.#maxAnswerBytes = options.maxAnswerBytes ?? MAX_ANSWER_BYTES;
    const tls = {
      ...(options.ca ? { ca: [...rootCertificates, options.ca] } : {}),
      timeout: options.connectTimeoutMs ?? 10_000,
    };
    this.#dispatcher = new EnvHttpProxyAgent({
      connect: tls,
      requestTls: tls,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** The whole answer as JSON, within `timeoutMs` from first to last byte. @throws ArgoCdError */
  async json(
    request: TransportRequest & { timeoutMs: number },
  ): Promise<unknown> {
    const { path, timeoutMs } = request;
    const limit = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([request.signal, limit]);
    try {
      const answer = await this.#send(
        { ...request, signal },
        { 'accept-encoding': 'gzip' },
      );
      const maxBytes = this.#maxAnswerBytes;
      return await readJson(answer, { path, maxBytes });
    } catch (error) {
      request.signal.throwIfAborted();
      throw failureOf(error, limit.aborted, timeoutMs);
    }
  }

  /** A stream of events that has begun within `timeoutMs`. From then on the caller limits its silence, and ends it through the signal. @throws ArgoCdError */
  async stream(
    request: TransportRequest & { timeoutMs: number },
  ): Promise<StreamAnswer> {
    const { timeoutMs } = request;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), timeoutMs);
    const signal = AbortSignal.any([request.signal, limit.signal]);
    try {
      const { headers, body } = await this.#send(
        { ...request, signal },
        { accept: 'text/event-stream' },
      );
      const type = String(headers['content-type'] ?? '')
        .split(';')[0]
        .trim();
      if (type.toLowerCase() !== 'text/event-stream') {
        discard(body);
        throw new ArgoCdError(
          'nonsense',
          `Argo CD answered ${
            type.slice(0, 100) || 'something'
          } where a stream of events was expected`,
        );
      }
      return { body, secrets: this.#secretsOf(request) };
    } catch (error) {
      request.signal.throwIfAborted();
      throw failureOf(error, limit.signal.aborted, timeoutMs);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  async #send(
    request: TransportRequest,
    headers: Record<string, string>,
  ): Promise<Dispatcher.ResponseData> {
    const url = new URL(request.path, this.#base);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    const answer = await this.#dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method ?? 'GET',
      headers: {
        ...this.#headers,
        ...headers,
        ...lowerCased(request.headers ?? {}),
        // Argo CD refuses any other content type, even with a charset
        ...(request.body ? { 'content-type': 'application/json' } : {}),
      },
      body: request.body ? JSON.stringify(request.body) : undefined,
      signal: request.signal,
    });
    if (answer.statusCode === 200) return answer;
    throw await readFailure(answer, this.#secretsOf(request));
  }

  #secretsOf({ headers = {}, secrets = [] }: TransportRequest): string[] {
    return [...secretsIn(this.#headers), ...secretsIn(headers), ...secrets];
  }
}

/** What the server said counts more than that time was up meanwhile. */
function failureOf(
  error: unknown,
  isTooLate: boolean,
  timeoutMs: number,
): ArgoCdError {
  if (error instanceof ArgoCdError || !isTooLate)
    return connectionFailure(error);
  return new ArgoCdError(
    'timeout',
    `Argo CD did not answer within ${timeoutMs / 1000} s`,
  );
}

/** So that none is sent twice in two spellings. */
function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
