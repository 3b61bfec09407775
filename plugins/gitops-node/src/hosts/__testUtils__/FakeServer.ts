import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { z } from 'zod';

export interface FakeRequest<Body = unknown> {
  method: string;
  /** Parts of the path that the route names, decoded */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** JSON as the route's schema has it, or the bytes as they came where the route has none */
  body: Body;
  raw: Buffer;
}

export interface FakeAnswer {
  status: number;
  json?: unknown;
  bytes?: Uint8Array;
  headers?: Record<string, string>;
}

export function ok(json: unknown, status = 200): FakeAnswer {
  return { status, json };
}

export function made(json: unknown): FakeAnswer {
  return { status: 201, json };
}

export interface FakeRoute {
  method: string;
  /** `/projects/:id/files/:path`: a part of the path each; `:path*` takes the rest */
  path: string;
  /** Names of the query's parameters that the host documents; those with `!` have to be there */
  query?: readonly string[];
  /** What the host documents of the body */
  body?: z.ZodType;
  answer(request: FakeRequest<any>): FakeAnswer | Promise<FakeAnswer>;
}

/** What goes wrong with a request: `lost` is a connection that breaks after the work was done. */
export type Failure =
  | { kind: 'error' }
  | { kind: 'rateLimited'; retryAfterSeconds: number }
  | { kind: 'hang' }
  | { kind: 'cut' }
  | { kind: 'lost' };

/**
 * A Git host's HTTP server on this machine, which answers a table of routes and refuses whatever
 * they don't document.
 */
export class FakeServer {
  readonly requests: string[] = [];
  readonly #failures: {
    failure: Failure;
    isChange: boolean;
    skip: number;
  }[] = [];
  readonly #server: Server;

  private constructor(
    private readonly options: {
      routes: readonly FakeRoute[];
      /** Called before any route: whether the caller may make the request */
      authorise: (request: {
        method: string;
        headers: IncomingMessage['headers'];
      }) => FakeAnswer | undefined;
      /** The host's own way to say no */
      refusal: (status: number, message: string) => FakeAnswer;
    },
  ) {
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch(error => {
        response.writeHead(500).end(String(error?.stack ?? error));
      });
    });
  }

  static async start(options: FakeServer['options']): Promise<FakeServer> {
    const server = new FakeServer(options);
    await new Promise<void>(resolve => {
      server.#server.listen(0, '127.0.0.1', resolve);
    });
    return server;
  }

  /** With its port */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  /**
   * Of the next request. With `isChange` only those count that change something, and `skip` of
   * those pass before.
   */
  failNext(
    failure: Failure,
    which: { isChange?: boolean; skip?: number } = {},
  ): void {
    const { isChange = false, skip = 0 } = which;
    this.#failures.push({ failure, isChange, skip });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  async #handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const method = request.method ?? 'GET';
    this.requests.push(`${method} ${request.url}`);
    const failure = this.#takeFailure(method);
    if (failure?.kind === 'hang') return;
    if (failure?.kind === 'cut') {
      request.socket.destroy();
      return;
    }
    const answer =
      (failure && failed(failure, this.options.refusal)) ??
      (await this.#answer(request, Buffer.concat(chunks)));
    if (failure?.kind === 'lost') {
      request.socket.destroy();
      return;
    }
    const { status, json, bytes, headers } = answer;
    const body = json === undefined ? bytes : JSON.stringify(json);
    const type =
      json === undefined ? 'application/octet-stream' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(method === 'HEAD' ? undefined : body);
  }

  async #answer(request: IncomingMessage, raw: Buffer): Promise<FakeAnswer> {
    const { refusal, routes, authorise } = this.options;
    const { method = 'GET', headers } = request;
    const denied = authorise({ method, headers });
    if (denied) return denied;
    const { pathname, searchParams: query } = new URL(request.url!, this.url);
    for (const route of routes) {
      const params = route.method === method && match(route.path, pathname);
      if (!params) continue;
      const wrong = wrongQuery(route.query ?? [], query);
      if (wrong) return refusal(400, wrong);
      const body = route.body?.safeParse(
        raw.length > 0 ? JSON.parse(raw.toString('utf8')) : undefined,
      );
      if (body && !body.success)
        return refusal(400, JSON.stringify(body.error.issues));
      return route.answer({
        method,
        params,
        query,
        headers,
        body: body?.data,
        raw,
      });
    }
    return refusal(404, `No route ${method} ${pathname}`);
  }

  #takeFailure(method: string): Failure | undefined {
    const isRead = method === 'GET' || method === 'HEAD';
    const next = this.#failures.find(one => !(one.isChange && isRead));
    if (!next) return undefined;
    if (next.skip > 0) {
      next.skip--;
      return undefined;
    }
    this.#failures.splice(this.#failures.indexOf(next), 1);
    return next.failure;
  }
}

function failed(
  failure: Failure,
  refusal: (status: number, message: string) => FakeAnswer,
): FakeAnswer | undefined {
  switch (failure.kind) {
    case 'error':
      return refusal(500, 'Internal Server Error');
    case 'rateLimited':
      return {
        ...refusal(429, 'Too Many Requests'),
        headers: { 'retry-after': String(failure.retryAfterSeconds) },
      };
    default:
      return undefined;
  }
}

function match(
  pattern: string,
  pathname: string,
): Record<string, string> | undefined {
  const names: string[] = [];
  const source = pattern.replace(/:([a-z]+)(\*?)/gi, (_, name, rest) => {
    names.push(name);
    return rest ? '(.*)' : '([^/]+)';
  });
  const found = new RegExp(`^${source}$`).exec(pathname);
  if (!found) return undefined;
  return Object.fromEntries(
    names.map((name, index) => [name, decodeURIComponent(found[index + 1])]),
  );
}

function wrongQuery(
  documented: readonly string[],
  query: URLSearchParams,
): string | undefined {
  const names = documented.map(name => name.replace('!', ''));
  const unknown = [...query.keys()].find(name => !names.includes(name));
  if (unknown) return `Unknown parameter ${unknown}`;
  const missing = documented.find(
    name => name.endsWith('!') && !query.has(name.slice(0, -1)),
  );
  return missing && `${missing.slice(0, -1)} is missing`;
}
