import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { z } from 'zod';
import { FakeAnswer, FakeServer } from '../__testUtils__/FakeServer';
import { thrownBy } from '../__testUtils__/hostSuite/SuiteContext';
import { RateLimits } from './RateLimits';
import { RestApi, RestApiOptions } from './RestApi';

const token = 'token-0123456789';

describe('RestApi', () => {
  let server: FakeServer;
  let url: string;
  let answer: FakeAnswer;
  beforeEach(async () => {
    server = await FakeServer.start({
      routes: [
        { method: 'GET', path: '/it', query: ['v', 'a'], answer: () => answer },
      ],
      authorise: () => undefined,
      refusal: (status, message) => ({ status, json: { message } }),
    });
    url = server.url;
  });
  afterEach(() => server.close());

  const { signal } = new AbortController();
  const apiWith = (more: Partial<RestApiOptions> = {}) =>
    new RestApi({
      baseUrl: url,
      product: 'Forge',
      about: 'platform/gitops',
      credentials: async () => ({ authorization: `Bearer ${token}` }),
      credentialsHint: 'Add some',
      explain: ({ body }) => ({
        words: (body as { message?: string } | undefined)?.message ?? '',
      }),
      rateLimits: new RateLimits(),
      ...more,
    });
  const ask = (more?: Partial<RestApiOptions>) =>
    apiWith(more).json({ path: '/it', signal }, z.object({ a: z.number() }));

  it('sends lists, leaves out what is undefined, and adds what always goes along', async () => {
    answer = { status: 200, json: {} };
    const query = { a: ['1', 'ü&'], b: undefined };
    await apiWith({ query: { v: '7' } }).send({ path: '/it', query, signal });
    expect(server.requests).toEqual(['GET /it?v=7&a=1&a=%C3%BC%26']);
  });

  it.each([
    ['a page instead of JSON', Buffer.from('<html>'), 'the answer itself'],
    ['half of a JSON', Buffer.from('{"a":'), 'the answer itself'],
    ['something of another form', Buffer.from('{"a":"1"}'), 'a'],
  ])('refuses %s', async (_, bytes, place) => {
    answer = { status: 200, bytes };
    await expect(ask()).rejects.toMatchObject({
      problem: 'unavailable',
      message: `platform/gitops: Forge answered something unexpected (${place})`,
    });
  });

  it('follows no redirect, with its credentials', async () => {
    const location = `${server.url}/elsewhere`;
    answer = { status: 301, headers: { location } };
    await expect(ask()).rejects.toMatchObject({
      problem: 'invalid',
      message: expect.stringContaining('under another address'),
    });
    expect(server.requests).toEqual(['GET /it']);
  });

  it('reads no more than it may', async () => {
    answer = { status: 200, bytes: Buffer.alloc(1001) };
    const request = { path: '/it', signal };
    await expect(apiWith().send(request, 1000)).rejects.toMatchObject({
      problem: 'tooLarge',
    });
    expect((await apiWith().send(request, 1001)).bytes).toHaveLength(1001);
  });

  it('quotes a host in one short line without credentials', async () => {
    const message = `No\n${token}\tfits ${'x'.repeat(500)}`;
    answer = { status: 400, json: { message } };
    const error = await thrownBy(ask());
    expect(error).toMatchObject({
      problem: 'invalid',
      message: expect.stringMatching(/\(400: No \*\*\* fits x{180,200}…\)$/),
    });
    expect(inspect(error, { depth: 10 })).not.toContain(token);
  });

  it.each([
    ['30', 30_000],
    ['86400', 3_600_000],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
    ['soon', undefined],
  ])('waits as long as the host asks with %s', async (header, waitMs) => {
    answer = { status: 429, headers: { 'retry-after': header } };
    await expect(ask()).rejects.toMatchObject({
      problem: 'rateLimited',
      retryAfterMs: waitMs,
    });
  });

  it('lets a host mean something else by a status', async () => {
    answer = { status: 400, json: { message: 'archived' } };
    const explain: RestApiOptions['explain'] = ({ status, body }) => ({
      words: '',
      problem:
        status === 400 && (body as any).message === 'archived'
          ? 'readOnly'
          : undefined,
    });
    await expect(ask({ explain })).rejects.toMatchObject({
      problem: 'readOnly',
    });
  });

  it('takes a page to sign in for a refusal', async () => {
    answer = { status: 203, bytes: Buffer.from('{"a":1}') };
    await expect(
      ask({ explain: () => ({ words: '', problem: 'unauthorized' }) }),
    ).rejects.toMatchObject({ problem: 'unauthorized' });
  });

  it('ends when the time is up, whoever does not answer', async () => {
    const late = {
      problem: 'unavailable',
      message: 'platform/gitops: Forge did not answer within 0.02 s',
    };
    server.failNext({ kind: 'hang' });
    await expect(ask({ timeoutMs: 20 })).rejects.toMatchObject(late);
    const credentials = () => new Promise<never>(() => {});
    await expect(ask({ timeoutMs: 20, credentials })).rejects.toMatchObject(
      late,
    );
  });

  it('leaves nothing attached to the signal of its caller', async () => {
    const { signal: caller } = new AbortController();
    answer = { status: 200, json: { a: 1 } };
    for (let count = 0; count < 50; count += 1)
      await apiWith().send({ path: '/it', signal: caller });
    const dependants = Object.getOwnPropertySymbols(caller).find(
      ({ description }) => description === 'kDependantSignals',
    );
    expect(dependants && Reflect.get(caller, dependants).size).toBeFalsy();
    expect(getEventListeners(caller, 'abort')).toEqual([]);
  });

  it('says why a host can not be reached', async () => {
    await server.close();
    await expect(ask()).rejects.toMatchObject({
      problem: 'unavailable',
      message: "platform/gitops: Forge can't be reached (ECONNREFUSED)",
    });
  });

  it('says what to do where credentials are required, and there are none', async () => {
    answer = { status: 401, json: { message: 'Requires authentication' } };
    await expect(ask({ credentials: async () => ({}) })).rejects.toMatchObject({
      problem: 'unauthorized',
      message:
        'platform/gitops: Forge needs credentials, and there are none for it. Add some',
    });
  });

  it('limits the rate of requests for each of the credentials', async () => {
    const rateLimits = new RateLimits();
    answer = { status: 429 };
    await expect(ask({ rateLimits })).rejects.toMatchObject({
      problem: 'rateLimited',
    });
    answer = { status: 200, json: { a: 1 } };
    await expect(ask({ rateLimits })).rejects.toMatchObject({
      problem: 'rateLimited',
    });
    const credentials = async () => ({ authorization: 'Bearer another' });
    expect(await ask({ rateLimits, credentials })).toEqual({ a: 1 });
  });

  it('asks again after a minute where a host does not say how long to wait', async () => {
    let now = 0;
    const rateLimits = new RateLimits(() => now);
    answer = { status: 429 };
    await expect(ask({ rateLimits })).rejects.toMatchObject({
      problem: 'rateLimited',
    });
    answer = { status: 200, json: { a: 1 } };
    now = 59_000;
    await expect(ask({ rateLimits })).rejects.toMatchObject({
      retryAfterMs: 1_000,
    });
    now = 60_000;
    expect(await ask({ rateLimits })).toEqual({ a: 1 });
  });
});
