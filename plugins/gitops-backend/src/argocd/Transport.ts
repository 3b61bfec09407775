import { rootCertificates } from 'node:tls';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Dispatcher, EnvHttpProxyAgent, errors } from 'undici';
import { ArgoCdError } from './ArgoCdError';

/** A list of 50,000 masked Applications has some 40 MB. What is larger is no answer of Argo CD's. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;

export interface TransportOptions {
  /** Argo CD's address, with its root path where it has one */
  url: string;
  /** Sent with every request */
  headers?: Record<string, string>;
  /** Certificates (PEM) that are trusted besides the usual ones */
  ca?: string;
  connectTimeoutMs?: number;
}

export interface TransportRequest {
  method?: 'GET' | 'POST';
  path: string;
  query?: Record<string, string | undefined>;
  headers?: Record<string, string>;
  body?: unknown;
  signal: AbortSignal;
}

/** HTTP to one Argo CD server: through the proxy that the environment names, never following a redirect, every failure an {@link ArgoCdError}. */
export class Transport {
  readonly #base: URL;
  readonly #headers: Record<string, string>;
  readonly #dispatcher: EnvHttpProxyAgent;

  constructor(options: TransportOptions) {
    this.#base = new URL(
      options.url.endsWith('/') ? options.url : `${options.url}/`,
    );
    this.#headers = options.headers ?? {};
    const tls = options.ca ? { ca: [...rootCertificates, options.ca] } : {};
    this.#dispatcher = new EnvHttpProxyAgent({
      connect: { ...tls, timeout: options.connectTimeoutMs ?? 10_000 },
      requestTls: tls,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** The whole answer as JSON, within `timeoutMs` from first to last byte. @throws ArgoCdError */
  async json(
    request: TransportRequest & { timeoutMs: number },
  ): Promise<unknown> {
    const limit = AbortSignal.timeout(request.timeoutMs);
    const signal = AbortSignal.any([request.signal, limit]);
    try {
      const response = await this.#send(
        { ...request, signal },
        { 'accept-encoding': 'gzip' },
      );
      const text = await readText(decompressed(response), MAX_ANSWER_BYTES);
      return parseJson(text, request.path);
    } catch (error) {
      request.signal.throwIfAborted();
      if (limit.aborted) {
        throw new ArgoCdError(
          'timeout',
          `Argo CD did not answer within ${request.timeoutMs / 1000} s`,
          { cause: error },
        );
      }
      throw asArgoCdError(error);
    }
  }

  /** The answer as text, as it arrives. The caller limits its idleness and ends it through the signal. @throws ArgoCdError */
  async stream(request: TransportRequest): Promise<Readable> {
    try {
      const response = await this.#send(request, {
        accept: 'text/event-stream',
      });
      const type = String(response.headers['content-type'] ?? '');
      if (!type.startsWith('text/event-stream')) {
        response.body.destroy();
        throw new ArgoCdError(
          'nonsense',
          `Argo CD answered ${
            type || 'something'
          } where a stream of events was expected`,
        );
      }
      return response.body;
    } catch (error) {
      request.signal.throwIfAborted();
      throw asArgoCdError(error);
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
    const response = await this.#dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method ?? 'GET',
      // Argo CD refuses any other content type, even with a charset
      headers: {
        ...this.#headers,
        ...headers,
        ...request.headers,
        ...(request.body ? { 'content-type': 'application/json' } : {}),
      },
      body: request.body ? JSON.stringify(request.body) : undefined,
      signal: request.signal,
    });
    if (response.statusCode !== 200) throw await failure(response);
    return response;
  }
}

function decompressed(response: Dispatcher.ResponseData): Readable {
  if (response.headers['content-encoding'] !== 'gzip') return response.body;
  const gunzip = createGunzip();
  response.body.on('error', error => gunzip.destroy(error));
  return response.body.pipe(gunzip);
}

async function readText(stream: Readable, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes)
      throw new ArgoCdError(
        'nonsense',
        `The answer is larger than ${maxBytes / 1024 / 1024} MB`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own error quotes the answer, which is nobody's business
    const what = /^\s*</.test(text) ? 'HTML' : 'something that is no JSON';
    throw new ArgoCdError('nonsense', `Argo CD answered ${what} to ${path}`);
  }
}

async function failure(
  response: Dispatcher.ResponseData,
): Promise<ArgoCdError> {
  const status = response.statusCode;
  // An unreadable body must not hide the status
  const said = await readText(decompressed(response), MAX_ERROR_BYTES).then(
    messageOf,
    () => undefined,
  );
  const words = said ? `: ${said}` : '';
  if (status === 401)
    return new ArgoCdError(
      'unauthorized',
      `Argo CD does not accept the token (401${words})`,
    );
  if (status === 403)
    return new ArgoCdError(
      'forbidden',
      `Argo CD denies the account access (403${words})`,
    );
  if (status === 404)
    return new ArgoCdError(
      'notFound',
      `Argo CD does not know the address or the Application (404${words})`,
    );
  if (status === 429) {
    const retryAfterMs = retryAfter(response.headers['retry-after']);
    return new ArgoCdError(
      'rateLimited',
      'Argo CD asks for fewer requests (429)',
      { retryAfterMs },
    );
  }
  if (status >= 300 && status < 400) {
    return new ArgoCdError(
      'misconfigured',
      `Argo CD redirects elsewhere (${status}): configure the address it redirects to as the url`,
    );
  }
  return new ArgoCdError('serverError', `Argo CD answered ${status}${words}`, {
    retryAfterMs: retryAfter(response.headers['retry-after']),
  });
}

function messageOf(body: string): string | undefined {
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== 'object' || parsed === null || !('message' in parsed))
    return undefined;
  return String(parsed.message).slice(0, 300);
}

function retryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function asArgoCdError(error: unknown): ArgoCdError {
  if (error instanceof ArgoCdError) return error;
  if (error instanceof errors.ConnectTimeoutError) {
    return new ArgoCdError(
      'timeout',
      'No connection to Argo CD came about in time',
      { cause: error },
    );
  }
  const code =
    error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return new ArgoCdError(
    'unreachable',
    `Argo CD can't be reached (${code ?? 'connection failed'})`,
    { cause: error },
  );
}
