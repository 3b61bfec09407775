import { getEventListeners, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer, AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import {
  answering,
  expiredCertificate,
  Handler,
  ScriptedServer,
  testCertificate,
} from '../__testUtils__/ScriptedServer';
import { ArgoCdError } from './ArgoCdError';
import { Transport, TransportOptions, TransportRequest } from './Transport';

const TOKEN = 'marker-token-1234';
const HEADER = 'marker-header-5678';
const BODY = 'marker-body-9012';

const never = new AbortController().signal;
const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(cleanUps.splice(0).map(cleanUp => cleanUp()));
});

async function serverWith(
  answer: Handler,
  options?: { certificate?: string },
): Promise<ScriptedServer> {
  const server = await ScriptedServer.start(answer, options);
  cleanUps.push(() => server.stop());
  return server;
}

function transportTo(url: string, options: Partial<TransportOptions> = {}) {
  const headers = { 'X-Proxy-Key': HEADER };
  const transport = new Transport({ url, headers, ...options });
  cleanUps.push(() => transport.close());
  return transport;
}

function asked(
  request: Partial<TransportRequest> & { timeoutMs?: number } = {},
) {
  return {
    path: 'api/v1/applications',
    headers: { authorization: `Bearer ${TOKEN}` },
    signal: never,
    timeoutMs: 5_000,
    ...request,
  };
}

async function failureOf(promise: Promise<unknown>): Promise<ArgoCdError> {
  const error = await promise.then(
    () => {
      throw new Error('expected a failure');
    },
    reason => reason,
  );
  expect(error).toBeInstanceOf(ArgoCdError);
  // Whatever logs it: no secret in message, stack, cause or any field
  expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/marker/);
  return error;
}

async function failureWhen(
  answer: Handler,
  options: {
    request?: Partial<TransportRequest> & { timeoutMs?: number };
    transport?: Partial<TransportOptions>;
  } = {},
): Promise<ArgoCdError> {
  const { url } = await serverWith(answer);
  return failureOf(
    transportTo(url, options.transport).json(asked(options.request)),
  );
}

describe('an answer', () => {
  it('is read as JSON, asked for with the query, the token and the configured headers', async () => {
    const server = await serverWith(answering(200, { items: null }));
    const query = { fields: 'a,b&c', project: undefined };
    await expect(
      transportTo(server.url).json(asked({ query })),
    ).resolves.toEqual({ items: null });
    const { method, url, headers } = server.requests[0];
    expect(method).toBe('GET');
    expect(url).toBe('/api/v1/applications?fields=a%2Cb%26c');
    expect(headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'x-proxy-key': HEADER,
    });
    expect(headers).not.toHaveProperty('content-type');
  });

  it.each(['', '/'])(
    'is asked for under a root path (%s at its end)',
    async end => {
      const server = await serverWith(answering(200, {}));
      await transportTo(`${server.url}/tools/argocd${end}`).json(asked());
      expect(server.requests[0].url).toBe('/tools/argocd/api/v1/applications');
    },
  );

  it('is asked for with a body of exactly the content type that Argo CD accepts', async () => {
    const server = await serverWith((req, res) => req.pipe(res));
    const body = { username: 'a', password: 'ü' };
    await expect(
      transportTo(server.url).json(asked({ method: 'POST', body })),
    ).resolves.toEqual(body);
    expect(server.requests[0].headers['content-type']).toBe('application/json');
  });

  it('is asked for with each header once, the request winning over the configuration', async () => {
    const server = await serverWith(answering(200, {}));
    await transportTo(server.url, {
      headers: { Authorization: 'Basic other', ACCEPT: 'text/plain' },
    }).json(asked());
    const names = server.requests[0].rawHeaders.map(one => one.toLowerCase());
    expect(names.filter(name => name === 'authorization')).toHaveLength(1);
    expect(server.requests[0].headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      accept: 'text/plain',
    });
  });

  it('may be compressed, which is asked for only where it is large', async () => {
    const body = { items: [{ metadata: { name: 'ä'.repeat(100_000) } }] };
    const server = await serverWith(
      answering(200, gzipSync(JSON.stringify(body)), {
        'content-encoding': 'gzip',
      }),
    );
    const transport = transportTo(server.url);
    await expect(transport.json(asked({ isLarge: true }))).resolves.toEqual(
      body,
    );
    await expect(transport.json(asked())).resolves.toEqual(body);
    const [ofLarge, ofOther] = server.requests.map(({ headers }) => headers);
    expect(ofLarge['accept-encoding']).toBe('gzip');
    expect(ofOther).not.toHaveProperty('accept-encoding');
  });

  it('is no answer when it is a redirect, which is not followed: the token stays here', async () => {
    const elsewhere = await serverWith(answering(200, {}));
    const location = `${elsewhere.url}/login?state=${BODY}`;
    const error = await failureWhen(answering(302, BODY, { location }));
    expect(error.kind).toBe('misconfigured');
    expect(error.message).toBe(
      `Argo CD redirects to ${elsewhere.url}/login (302), which is not followed. Set url to the address of Argo CD itself`,
    );
    expect(elsewhere.requests).toEqual([]);
  });
});

describe('the signal of a caller that lives long', () => {
  /** What hangs on a signal: listeners, and the dependants that AbortSignal.any makes. */
  function attachedTo(signal: AbortSignal): number {
    const symbol = Object.getOwnPropertySymbols(signal).find(
      ({ description }) => description === 'kDependantSignals',
    );
    const dependants = symbol && Reflect.get(signal, symbol);
    return (dependants?.size ?? 0) + getEventListeners(signal, 'abort').length;
  }

  it('has nothing attached to it after 200 requests, whether they succeed, fail or take too long', async () => {
    const { signal } = new AbortController();
    let count = 0;
    const { url } = await serverWith((req, res) => {
      count += 1;
      if (count % 20 === 0) return;
      answering(count % 2 === 0 ? 200 : 500, {})(req, res);
    });
    const transport = transportTo(url);
    for (let batch = 0; batch < 20; batch += 1)
      await Promise.allSettled(
        Array.from({ length: 10 }, () =>
          transport.json(asked({ signal, timeoutMs: 50 })),
        ),
      );
    expect(attachedTo(signal)).toBe(0);
  });

  it('has nothing attached to it after streams have ended', async () => {
    const { signal } = new AbortController();
    const { url } = await serverWith((_, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).end(':\n');
    });
    for (let index = 0; index < 5; index += 1) {
      const { body } = await transportTo(url).stream(asked({ signal }));
      expect(attachedTo(signal)).toBe(1);
      const closed = once(body, 'close');
      await body.toArray();
      await closed;
    }
    expect(attachedTo(signal)).toBe(0);
  });
});

it('reports the result of every request, except those that the caller aborts', async () => {
  const answers: string[] = [];
  const statuses = [200, 403, 500];
  const { url } = await serverWith((req, res) => {
    const status = statuses.shift();
    if (status) answering(status, {})(req, res);
  });
  const transport = transportTo(url, {
    onAnswer: answer => answers.push(answer),
  });
  for (let count = 0; count < 3; count += 1)
    await transport.json(asked()).catch(() => {});
  await transport.json(asked({ timeoutMs: 20 })).catch(() => {});
  const aborted = asked({ signal: AbortSignal.timeout(20) });
  await expect(transport.json(aborted)).rejects.toThrow();
  expect(answers).toEqual(['ok', 'forbidden', 'serverError', 'timeout']);
});

it('quotes the refusal of a stream, which has its words one level deeper', async () => {
  const refusal = { grpc_code: 16, http_code: 401, message: 'no session' };
  const { url } = await serverWith(answering(401, { error: refusal }));
  const error = await failureOf(transportTo(url).stream(asked()));
  expect(error.message).toBe(
    'Argo CD does not accept the token (401: no session)',
  );
});

describe('a refusal', () => {
  it.each([
    [401, 'unauthorized', 'Argo CD does not accept the token (401: because)'],
    [403, 'forbidden', 'Argo CD denies the account access (403: because)'],
    [
      404,
      'notFound',
      'Argo CD does not know the address or the Application (404: because)',
    ],
    [400, 'refused', 'Argo CD refuses the request (400: because)'],
    [409, 'refused', 'Argo CD refuses the request (409: because)'],
    [408, 'serverError', 'Argo CD answered 408: because'],
    [499, 'serverError', 'Argo CD answered 499: because'],
    [
      429,
      'rateLimited',
      'Argo CD is limiting the requests of the portal (429)',
    ],
    [500, 'serverError', 'Argo CD answered 500: because'],
    [503, 'serverError', 'Argo CD answered 503: because'],
  ])('with %d is %s', async (status, kind, message) => {
    const error = await failureWhen(
      answering(status, { message: 'because', code: 1 }),
    );
    expect(error).toMatchObject({ kind, message });
    expect(error.advice).toMatch(/^[A-Z].*\.$/s);
  });

  it.each<[string, unknown]>([
    ['no body', ''],
    ['HTML', `<html>${BODY}</html>`],
    ['half a JSON', '{"message": "marker'],
    ['JSON without a message', { secret: BODY }],
    ['a message that is no text', { message: { secret: BODY } }],
    ['null', null],
    ['a huge body', { message: BODY.repeat(10_000) }],
  ])('with %s tells its status', async (_, body) => {
    const error = await failureWhen(answering(500, body));
    expect(error).toMatchObject({
      kind: 'serverError',
      message: 'Argo CD answered 500',
    });
  });

  it('whose body never ends tells its status', async () => {
    const error = await failureWhen(
      (_, res) => {
        res.writeHead(401);
        res.write('{"mess');
      },
      { request: { timeoutMs: 200 } },
    );
    expect(error.kind).toBe('unauthorized');
  });

  it('that repeats what it was sent is quoted without it, on one line, and cut', async () => {
    const message = `token ${TOKEN} of\n"Bearer ${TOKEN}", ${HEADER}\u0000\u001b[31m and ${BODY} of https://user:password@git.example.com: ${'x'.repeat(
      1000,
    )}`;
    const error = await failureWhen(answering(401, { message }), {
      request: { body: { password: BODY }, secrets: [BODY], method: 'POST' },
    });
    expect(error.message).toMatch(
      /^Argo CD does not accept the token \(401: token \*\*\* of "\*\*\*", \*\*\* \[31m and \*\*\* of https:\/\/git\.example\.com: x+…x+\)$/,
    );
    expect(error.message.length).toBeLessThan(400);
  });

  it.each([
    ['7', 7_000],
    ['0', 0],
    ['-3', 0],
    ['86400', 600_000],
    ['soon', undefined],
    ['', undefined],
  ])(
    'may ask to wait: Retry-After %p is %p ms',
    async (header, retryAfterMs) => {
      const error = await failureWhen(
        answering(429, '', { 'retry-after': header }),
      );
      expect(error.retryAfterMs).toBe(retryAfterMs);
    },
  );

  it.each([429, 503])('may ask to wait until a date (%d)', async status => {
    const date = new Date(Date.now() + 120_000).toUTCString();
    const error = await failureWhen(
      answering(status, '', { 'retry-after': date }),
    );
    expect(error.retryAfterMs).toBeGreaterThan(110_000);
    expect(error.retryAfterMs).toBeLessThanOrEqual(120_000);
  });
});

describe('nonsense', () => {
  it.each<[string, string | Buffer, string]>([
    ['HTML', ` <!DOCTYPE html>${BODY}`, 'an HTML page'],
    ['half a JSON', `{"items": ["${BODY}"`, "something that isn't JSON"],
    ['nothing', '', "something that isn't JSON"],
  ])('is %s', async (_, body, what) => {
    const error = await failureWhen(answering(200, body));
    expect(error).toMatchObject({
      kind: 'nonsense',
      message: `Argo CD answered api/v1/applications with ${what}`,
    });
  });

  it.each([
    ['that is not compressed', Buffer.from(BODY)],
    ['that is cut', gzipSync(BODY.repeat(100)).subarray(0, 20)],
  ])('is a gzip %s', async (_, body) => {
    const error = await failureWhen(
      answering(200, body, { 'content-encoding': 'gzip' }),
    );
    expect(error.kind).toBe('nonsense');
    expect(error.message).toMatch(/can't be decompressed \(Z_/);
  });

  it.each([
    ['plain', {}, Buffer.alloc(3 * 1024 * 1024, ' ')],
    [
      'compressed',
      { 'content-encoding': 'gzip' },
      gzipSync(Buffer.alloc(3 * 1024 * 1024, ' ')),
    ],
  ])('is an answer that is too large (%s)', async (_, headers, body) => {
    const error = await failureWhen(answering(200, body, headers), {
      transport: { maxAnswerBytes: 2 * 1024 * 1024 },
    });
    expect(error).toMatchObject({
      kind: 'nonsense',
      message: "Argo CD's answer is larger than 2 MB",
    });
  });

  it('is an answer that is not HTTP', async () => {
    const server = createServer(socket => socket.end(`${BODY} hello\r\n\r\n`));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const error = await failureOf(
      transportTo(`http://127.0.0.1:${port}`).json(asked()),
    );
    server.close();
    expect(error.kind).toBe('nonsense');
    expect(error.message).toMatch(
      /^Argo CD answered something that isn't HTTP/,
    );
  });
});

describe('a connection', () => {
  it.each<[string, Handler]>([
    ['before the answer', (_, res) => res.destroy()],
    ['by a reset', (_, res) => void res.socket!.resetAndDestroy()],
    [
      'amid the answer',
      (_, res) => {
        res.writeHead(200, { 'content-length': 100 });
        res.write(`{"${BODY}`, () => res.destroy());
      },
    ],
    [
      'amid a compressed answer',
      (_, res) => {
        res.writeHead(200, { 'content-encoding': 'gzip' });
        res.write(gzipSync(BODY.repeat(100)).subarray(0, 20), () =>
          res.destroy(),
        );
      },
    ],
  ])('that breaks %s', async (_, answer) => {
    const error = await failureWhen(answer);
    expect(error.kind).toBe('unreachable');
    expect(error.message).toMatch(
      /^Argo CD can't be reached: the connection broke \(\w+\)$/,
    );
  });

  it('that is refused', async () => {
    const server = await ScriptedServer.start(answering(200));
    await server.stop();
    const error = await failureOf(transportTo(server.url).json(asked()));
    expect(error).toMatchObject({
      kind: 'unreachable',
      message:
        "Argo CD can't be reached: nothing is listening at its address (ECONNREFUSED)",
    });
  });

  it('to a host that has no address', async () => {
    const error = await failureOf(
      transportTo('http://nowhere.invalid').json(asked()),
    );
    expect(error.kind).toBe('unreachable');
    expect(error.message).toMatch(/its host name can't be resolved/);
  });

  it.each<[string, Handler]>([
    ['before the answer', () => {}],
    [
      'amid the answer',
      (_, res) => {
        res.writeHead(200);
        res.write('{');
      },
    ],
  ])('that hangs %s', async (_, answer) => {
    const error = await failureWhen(answer, { request: { timeoutMs: 150 } });
    expect(error).toMatchObject({
      kind: 'timeout',
      message: 'Argo CD did not answer within 0.15 s',
    });
  });

  it.each(['token\nmarker', 'tok\u0000en'])(
    'is not made with a token that no header may hold',
    async token => {
      const server = await serverWith(answering(200, {}));
      const headers = { authorization: `Bearer ${token}` };
      const error = await failureOf(
        transportTo(server.url).json(asked({ headers })),
      );
      expect(error.kind).toBe('misconfigured');
      expect(error.message).toMatch(/such as a line break/);
      expect(server.requests).toEqual([]);
    },
  );

  it('is ended by the caller, who is told the own reason', async () => {
    const ending = new AbortController();
    const { url } = await serverWith(() => ending.abort(new Error('enough')));
    const { signal } = ending;
    await expect(transportTo(url).json(asked({ signal }))).rejects.toThrow(
      'enough',
    );
    await expect(transportTo(url).stream(asked({ signal }))).rejects.toThrow(
      'enough',
    );
  });
});

describe('TLS', () => {
  it('trusts the configured authority', async () => {
    const { url } = await serverWith(answering(200, { a: 1 }), {
      certificate: testCertificate,
    });
    await expect(
      transportTo(url, { ca: testCertificate }).json(asked()),
    ).resolves.toEqual({ a: 1 });
  });

  it('refuses a certificate that nobody vouches for, and says so', async () => {
    const server = await serverWith(answering(200, {}), {
      certificate: testCertificate,
    });
    const error = await failureOf(transportTo(server.url).json(asked()));
    expect(error).toMatchObject({
      kind: 'unreachable',
      message:
        "Argo CD can't be reached: its certificate is not trusted. Configure the certificate of the authority that signed it as ca or caFile (DEPTH_ZERO_SELF_SIGNED_CERT)",
    });
    expect(server.requests).toEqual([]);
  });

  it('refuses one that has expired', async () => {
    const { url } = await serverWith(answering(200, {}), {
      certificate: expiredCertificate,
    });
    const error = await failureOf(
      transportTo(url, { ca: expiredCertificate }).json(asked()),
    );
    expect(error.message).toMatch(/its certificate has expired/);
  });

  it('refuses one that is for another host', async () => {
    const { port } = await serverWith(answering(200, {}), {
      certificate: testCertificate,
    });
    const error = await failureOf(
      transportTo(`https://localhost:${port}`, { ca: testCertificate }).json(
        asked(),
      ),
    );
    expect(error.message).toMatch(/its certificate is for another host/);
  });

  it('is missed where the server speaks none', async () => {
    const { port } = await serverWith(answering(200, {}));
    const error = await failureOf(
      transportTo(`https://127.0.0.1:${port}`).json(asked()),
    );
    expect(error.kind).toBe('unreachable');
    expect(error.message).toMatch(/it does not speak TLS/);
  });
});

describe('a stream', () => {
  const begun = (res: ServerResponse) =>
    res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });

  it('begins with its first byte and is not limited after that', async () => {
    const { url } = await serverWith((_, res) => {
      begun(res).write(':\n');
      setTimeout(() => res.end('data: 1\n\n'), 250);
    });
    const request = asked({ timeoutMs: 150 });
    const { body, secrets } = await transportTo(url).stream(request);
    let text = '';
    for await (const chunk of body) text += chunk;
    expect(text).toBe(':\ndata: 1\n\n');
    expect(secrets).toEqual(expect.arrayContaining([TOKEN, HEADER]));
  });

  it('is asked for as Argo CD wants it: exactly this type, not compressed', async () => {
    const server = await serverWith((_, res) => begun(res).end());
    await transportTo(server.url).stream(asked());
    expect(server.requests[0].headers.accept).toBe('text/event-stream');
    expect(server.requests[0].headers).not.toHaveProperty('accept-encoding');
  });

  it('that has not begun in time is silent, and counts as no failed request: maybe nothing changed', async () => {
    const answers: string[] = [];
    const { url } = await serverWith(() => {});
    const transport = transportTo(url, {
      onAnswer: answer => answers.push(answer),
    });
    const error = await failureOf(transport.stream(asked({ timeoutMs: 150 })));
    expect(error.problem).toEqual({
      code: 'streamSilent',
      params: { seconds: 0.15 },
    });
    expect(answers).toEqual([]);
  });

  it.each([
    ['application/json', 'application/json'],
    ['text/html; charset=utf-8', 'text/html'],
    ['text/event-streams', 'text/event-streams'],
    [undefined, 'something'],
  ])('that is %s is none', async (type, named) => {
    const { url } = await serverWith(
      answering(200, BODY, type ? { 'content-type': type } : {}),
    );
    const error = await failureOf(transportTo(url).stream(asked()));
    expect(error).toMatchObject({
      kind: 'nonsense',
      message: `Argo CD answered ${named} where a stream of events was expected`,
    });
  });

  it('is refused like any answer', async () => {
    const { url } = await serverWith(answering(403, { message: TOKEN }));
    const error = await failureOf(transportTo(url).stream(asked()));
    expect(error).toMatchObject({
      kind: 'forbidden',
      message: 'Argo CD denies the account access (403: ***)',
    });
  });

  it('is ended by the caller', async () => {
    const ending = new AbortController();
    const { url } = await serverWith((_, res) => begun(res).write(':\n'));
    const { body } = await transportTo(url).stream(
      asked({ signal: ending.signal }),
    );
    ending.abort();
    await expect(body.toArray()).rejects.toThrow();
  });
});
