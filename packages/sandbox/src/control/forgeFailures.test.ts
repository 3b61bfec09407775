import { Sandbox, startSandbox } from '../Sandbox';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ seed: false, instances: [] });
});
afterAll(() => sandbox.close());

const control = async (method: string, body?: object) => {
  const response = await fetch(`${sandbox.url}/sandbox/api/forge/failures`, {
    method,
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
};
const ask = (path: string, method = 'GET') =>
  fetch(`${sandbox.url}/api/v1/${path}`, { method });
const statuses = async (...paths: string[]) => {
  const all: number[] = [];
  for (const path of paths) all.push((await ask(path)).status);
  return all;
};

it('lets the next requests of a method and path fail, then no more', async () => {
  const { body } = await control('POST', {
    failure: 'too-many-requests',
    retryAfterSeconds: 9,
    times: 2,
    method: 'get',
    path: '**/search',
  });
  expect(body.asked).toEqual([
    {
      failure: 'too-many-requests',
      remaining: 2,
      method: 'GET',
      path: '/^.*\\/search$/',
    },
  ]);
  expect((await ask('repos/search', 'HEAD')).status).toBe(404);
  expect((await ask('repos/search')).headers.get('retry-after')).toBe('9');
  expect(await statuses('version', 'repos/search', 'repos/search')).toEqual([
    200, 429, 200,
  ]);
  expect((await control('GET')).body.asked).toEqual([]);
});

it('lets all fail until told otherwise', async () => {
  await control('POST', { failure: 'conflict', message: 'No', times: null });
  const state = await (await fetch(`${sandbox.url}/sandbox/api/state`)).json();
  expect(state.forgeFailures.asked).toMatchObject([{ remaining: null }]);
  expect(await (await ask('version')).json()).toMatchObject({ message: 'No' });
  expect(await statuses('version', 'version')).toEqual([409, 409]);
  expect((await control('DELETE')).body.asked).toEqual([]);
  expect(await statuses('version')).toEqual([200]);
});

it.each([
  [{}, /^failure must be one of internal-error, /],
  [{ failure: 'nonsense' }, /^failure must be one of internal-error, /],
  [{ failure: 'hang', times: 0 }, /^times must be a whole number from 1/],
  [{ failure: 'hang', method: 'BREW' }, /^method must be one of GET/],
  [{ failure: 'hang', path: 7 }, /^path must be a text/],
  [
    { failure: 'too-many-requests', retryAfterSeconds: -1 },
    /^retryAfterSeconds/,
  ],
])('refuses %j', async (body, message) => {
  const answer = await control('POST', body);
  expect(answer.status).toBe(400);
  expect(answer.body.error).toMatch(message);
  expect((await control('GET')).body.asked).toEqual([]);
});

it('offers every failure on the page', async () => {
  const page = await (await fetch(`${sandbox.url}/sandbox`)).text();
  const { kinds } = (await control('GET')).body;
  for (const { name, title } of kinds)
    expect(page).toContain(`<option value="${name}">${title}</option>`);
});
