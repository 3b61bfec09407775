import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import type { InstanceProblemKind } from 'backstage-plugin-gitops-common';
import { withDeadline } from 'backstage-plugin-gitops-node';
import { Dispatcher, EnvHttpProxyAgent } from 'undici';
import { discard, readBeginning, readJson } from './answers';
import { ArgoCdError } from './ArgoCdError';
import { connectionFailure } from './connectionFailure';
import { secretsIn } from './quoted';
import { readFailure } from './readFailure';

/** A list of 50,000 masked Applications has about 40 MB. Argo CD has no larger answer. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

export interface TransportOptions {
  /** Argo CD's address, with its root path where it has one */
  url: string;
  /** Sent with every request. Headers of the request itself take precedence */
  headers?: Record<string, string>;
  /**
   * Certificates (PEM) that are trusted in addition to those that Node has. The ones of
   * NODE_EXTRA_CA_CERTS are ignored where this is given.
   */
  ca?: string;
  connectTimeoutMs?: number;
  /** Limit for a decompressed answer. 256 MB by default */
  maxAnswerBytes?: number;
  /** Notified of the result of every request, except those that their caller aborted */
  onAnswer?(answer: 'ok' | InstanceProblemKind): void;
}

export interface TransportRequest {
  method?: 'GET' | 'POST';
  path: string;
  /** A parameter may be given several times */
  query?: Record<string, string | readonly string[] | undefined>;
  headers?: Record<string, string>;
  body?: unknown;
  /** Parts of the body that must not be quoted, should the server repeat them. Headers never are */
  secrets?: readonly string[];
  /** The right in Argo CD that the request needs: `applications, sync, team-a/*` */
  right?: string;
  /**
   * Takes each element of the arrays that the outermost object of a JSON answer has, while it
   * arrives; then the answer has them empty. It must not throw
   */
  onElement?(element: unknown): void;
  /** A list: compressed it is a tenth. What is small takes longer to decompress than to send */
  isLarge?: boolean;
  /** Limit for the decompressed JSON; that of all answers by default */
  maxBytes?: number;
  signal: AbortSignal;
}

/** A request whose answer is waited for this long. */
export type TimedRequest = TransportRequest & { timeoutMs: number };

/** A stream that has begun. */
export interface StreamAnswer {
  body: Readable;
  /** Parts of the request that must not be quoted, should the server repeat them */
  secrets: readonly string[];
}

/**
 * HTTP to one Argo CD server: through the proxy that the environment names, never following a
 * redirect. Every failure is an {@link ArgoCdError}. An aborted signal's own reason is thrown as it
 * is.
 */
export class Transport {
  readonly #base: URL;
  readonly #headers: Record<string, string>;
  readonly #maxAnswerBytes: number;
  readonly #onAnswer: TransportOptions['onAnswer'];
  readonly #dispatcher: EnvHttpProxyAgent;

  constructor(options: TransportOptions) {
    this.#base = new URL(
      options.url.endsWith('/') ? options.url : `${options.url}/`,
    );
    this.#headers = lowerCased(options.headers ?? {});
    this.#maxAnswerBytes = options.maxAnswerBytes ?? MAX_ANSWER_BYTES;
    this.#onAnswer = options.onAnswer;
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

  /** The whole answer as JSON. It has to be complete within `timeoutMs`. @throws ArgoCdError */
  async json(request: TimedRequest): Promise<unknown> {
    const { path, onElement, maxBytes = this.#maxAnswerBytes } = request;
    return this.#read(request, answer =>
      readJson(answer, { path, maxBytes, onElement }),
    );
  }

  /** The text of an answer up to about `bytes`, read within `timeoutMs`. @throws ArgoCdError */
  async text(request: TimedRequest & { bytes: number }): Promise<string> {
    return this.#read(request, answer => readBeginning(answer, request.bytes));
  }

  async #read<T>(
    request: TimedRequest,
    read: (answer: Dispatcher.ResponseData) => Promise<T>,
  ): Promise<T> {
    const { timeoutMs } = request;
    const { signal, end } = withDeadline(request.signal, timeoutMs);
    try {
      const answer = await this.#send(
        { ...request, signal },
        request.isLarge ? { 'accept-encoding': 'gzip' } : {},
      );
      const value = await read(answer);
      this.#onAnswer?.('ok');
      return value;
    } catch (error) {
      request.signal.throwIfAborted();
      throw this.#failureOf(error, signal.aborted, timeoutMs);
    } finally {
      end();
    }
  }

  /**
   * A stream of events, which begins with the first change. One that has not begun within
   * `timeoutMs` is given up as silent: nothing may have changed, or the connection may be dead.
   * From then on the caller limits how long it may be silent, and ends it by the signal.
   *
   * @throws ArgoCdError
   */
  async stream(request: TimedRequest): Promise<StreamAnswer> {
    const { timeoutMs } = request;
    const { signal, lift, end } = withDeadline(request.signal, timeoutMs);
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
        const contentType = type.slice(0, 100) || undefined;
        throw new ArgoCdError({ code: 'notAStream', params: { contentType } });
      }
      lift();
      body.once('close', end);
      this.#onAnswer?.('ok');
      return { body, secrets: this.#secretsOf(request) };
    } catch (error) {
      end();
      request.signal.throwIfAborted();
      if (signal.aborted && !(error instanceof ArgoCdError))
        throw new ArgoCdError({
          code: 'streamSilent',
          params: { seconds: timeoutMs / 1000 },
        });
      throw this.#failureOf(error, signal.aborted, timeoutMs);
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
      for (const one of [value ?? []].flat())
        url.searchParams.append(name, one);
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
    throw await readFailure(answer, {
      secrets: this.#secretsOf(request),
      right: request.right,
    });
  }

  /** An answer of the server is more precise than the time limit, even if that is over as well. */
  #failureOf(
    error: unknown,
    isTooLate: boolean,
    timeoutMs: number,
  ): ArgoCdError {
    const failure =
      isTooLate && !(error instanceof ArgoCdError)
        ? new ArgoCdError({
            code: 'answerTimeout',
            params: { seconds: timeoutMs / 1000 },
          })
        : connectionFailure(error);
    this.#onAnswer?.(failure.kind);
    return failure;
  }

  #secretsOf({ headers = {}, secrets = [] }: TransportRequest): string[] {
    return [...secretsIn(this.#headers), ...secretsIn(headers), ...secrets];
  }
}

/** Lower case, so that no header is sent twice in two spellings. */
function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
