import { z } from 'zod';
import { ArgoCdError } from './ArgoCdError';
import type { Credentials } from './Credentials';
import type { StreamAnswer, Transport, TransportRequest } from './Transport';

type ApiRequest = Pick<
  TransportRequest,
  'query' | 'right' | 'signal' | 'body' | 'onElement' | 'isLarge' | 'maxBytes'
> & {
  /** `requestMs` by default */
  timeoutMs?: number;
};

type AuthorisedRequest = Omit<TransportRequest, 'path'> & { timeoutMs: number };

/** Authorised requests to one Argo CD server. Their answers are parsed. */
export class ArgoCdApi {
  readonly #transport: Transport;
  readonly #credentials: Credentials;
  readonly #requestMs: number;

  constructor(options: {
    transport: Transport;
    credentials: Credentials;
    requestMs: number;
  }) {
    this.#transport = options.transport;
    this.#credentials = options.credentials;
    this.#requestMs = options.requestMs;
  }

  /** @param path - below `api/v1/`, encoded. @throws ArgoCdError */
  async get<T extends z.ZodType>(
    path: string,
    { schema, ...request }: ApiRequest & { schema: T },
  ): Promise<z.infer<T>> {
    const answer = await this.#authorised(request, authorised =>
      this.#transport.json({ ...authorised, path: `api/v1/${path}` }),
    );
    return readAs(schema, answer, path);
  }

  /** The text of an answer up to about `bytes`. @throws ArgoCdError */
  text(
    path: string,
    { bytes, ...request }: ApiRequest & { bytes: number },
  ): Promise<string> {
    return this.#authorised(request, authorised =>
      this.#transport.text({ ...authorised, bytes, path: `api/v1/${path}` }),
    );
  }

  /**
   * Never repeated: where an answer was lost, Argo CD may have done what was requested.
   *
   * @throws ArgoCdError
   */
  async post(path: string, request: ApiRequest): Promise<void> {
    await this.#authorised(request, authorised =>
      this.#transport.json({
        ...authorised,
        method: 'POST',
        path: `api/v1/${path}`,
      }),
    );
  }

  /** @throws ArgoCdError */
  stream(path: string, request: ApiRequest): Promise<StreamAnswer> {
    return this.#authorised(request, authorised =>
      this.#transport.stream({ ...authorised, path: `api/v1/${path}` }),
    );
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  /** Sends the request again with a new token if the first one is no longer accepted. */
  async #authorised<T>(
    request: ApiRequest,
    send: (authorised: AuthorisedRequest) => Promise<T>,
  ): Promise<T> {
    const timeoutMs = request.timeoutMs ?? this.#requestMs;
    const sendWith = (token: string) =>
      send({
        ...request,
        timeoutMs,
        headers: { authorization: `Bearer ${token}` },
      });
    const token = await this.#credentials.token(request.signal);
    try {
      return await sendWith(token);
    } catch (error) {
      const isRejected =
        error instanceof ArgoCdError && error.kind === 'unauthorized';
      if (!isRejected || !this.#credentials.rejected(token)) throw error;
      return sendWith(await this.#credentials.token(request.signal));
    }
  }
}

/** @throws ArgoCdError that names the places that differ, and never quotes the answer */
export function readAs<T extends z.ZodType>(
  schema: T,
  value: unknown,
  path: string,
): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues
    .slice(0, 3)
    .map(issue => issue.path.join('.'));
  throw new ArgoCdError({ code: 'unexpectedAnswer', params: { path, places } });
}
