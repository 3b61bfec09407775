import { VirtualClock } from '../Clock';
import { Sandbox, startSandbox } from '../Sandbox';
import { ask } from '../testing/client';
import { pass } from '../testing/settle';

let sandbox: Sandbox;
let clock: VirtualClock;
beforeAll(async () => {
  clock = new VirtualClock(Date.parse('2026-11-23T05:00:00Z'));
  sandbox = await startSandbox({ forge: false, clock });
});
afterAll(() => sandbox.close());

const control = async (
  method: string,
  path: string,
  body?: Parameters<typeof JSON.stringify>[0],
) => {
  const response = await fetch(`${sandbox.url}/sandbox/api/${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
};

it('says that it is a simulation where a person sees it', async () => {
  const page = await (await fetch(`${sandbox.url}/sandbox`)).text();
  expect(page).toMatch(/<title>[^<]*simulation/);
  expect(page).toContain('This is a simulation.');
});

it('tells the state of every instance', async () => {
  const { body } = await control('GET', 'state');
  expect(body).toMatchObject({
    simulation: true,
    instances: [
      {
        name: 'eu-dev',
        environments: ['dev', 'test'],
        failure: null,
        synthetic: 0,
      },
      {
        name: 'eu-central',
        environments: ['staging', 'preprod', 'production'],
      },
    ],
  });
});

it('switches a failure on and off', async () => {
  const on = await control('PUT', 'instances/eu-dev/failure', {
    failure: 'internal-error',
  });
  expect(on.body.failure).toEqual({ name: 'internal-error', options: {} });
  expect(
    (await ask(sandbox.instance('eu-dev'), '/api/v1/applications')).status,
  ).toBe(500);
  expect(
    (await ask(sandbox.instance('eu-central'), '/api/v1/applications')).status,
  ).toBe(200);
  await control('PUT', 'instances/eu-dev/failure', { failure: null });
  expect(
    (await ask(sandbox.instance('eu-dev'), '/api/v1/applications')).status,
  ).toBe(200);
});

it('makes synthetic Applications and takes them away', async () => {
  const before = sandbox.instance('eu-dev').store.size;
  await control('PUT', 'instances/eu-dev/applications', { count: 100 });
  expect(sandbox.instance('eu-dev').store.size).toBe(before + 100);
  await control('PUT', 'instances/eu-dev/applications', { count: 0 });
  expect(sandbox.instance('eu-dev').store.size).toBe(before);
});

it('counts requests, and forgets them', async () => {
  await control('DELETE', 'instances/eu-central/requests');
  await ask(sandbox.instance('eu-central'), '/api/v1/applications');
  await ask(
    sandbox.instance('eu-central'),
    '/api/v1/applications/orders-production/resource-tree',
    { query: { project: 'team-b' } },
  );
  const { body } = await control('GET', 'instances/eu-central/requests');
  expect(body).toEqual({
    total: 2,
    byKind: { list: 1, 'resource-tree': 1 },
    byApplication: { 'orders-production': 1 },
  });
});

it('deploys by a commit', async () => {
  const { status, body } = await control('POST', 'deploy', {
    service: 'payments',
    environment: 'dev',
    version: '2.0.0',
  });
  expect([status, body.commit]).toEqual([
    200,
    await sandbox.repository?.head('main'),
  ]);
  await pass(clock, 20_000);
  const application = sandbox.instance('eu-dev').store.get('payments-dev');
  expect(application?.status.summary.images).toEqual([
    'registry.example.com/payments:2.0.0',
  ]);
});

it.each([
  [
    'POST',
    'repositories',
    { repository: 'platform/nowhere' },
    400,
    /^The forge has no platform\/nowhere/,
  ],
  [
    'PUT',
    'instances/eu-dev/failure',
    { failure: 'nonsense' },
    400,
    /^There is no failure nonsense; there are outage, /,
  ],
  [
    'PUT',
    'instances/eu-dev/failure',
    { failure: 'slow', options: { delayMs: -1 } },
    400,
    /^The option delayMs must be a number from 0/,
  ],
  [
    'PUT',
    'instances/eu-dev/failure',
    {},
    400,
    /^failure must be null or one of/,
  ],
  [
    'PUT',
    'instances/nowhere/failure',
    { failure: null },
    404,
    /^There is no instance nowhere; there are eu-dev, eu-central/,
  ],
  [
    'PUT',
    'instances/eu-dev/applications',
    { count: 1.5 },
    400,
    /^count must be a whole number/,
  ],
  [
    'PUT',
    'instances/eu-dev/events',
    { perSecond: 'many' },
    400,
    /^perSecond must be a number from 0 to 20000/,
  ],
  [
    'POST',
    'deploy',
    { service: 'nope', environment: 'dev', version: '1' },
    400,
    /^The repository has no apps\/nope/,
  ],
  [
    'POST',
    'deploy',
    { service: 'orders', environment: 'dev', version: 'a b' },
    400,
    /^version must be an image tag/,
  ],
  [
    'POST',
    'deploy',
    { service: 'orders', environment: 'dev', version: '1', failure: 'x' },
    400,
    /^failure must be one of bad-secret-key/,
  ],
  ['POST', 'deploy', [], 400, /^The body must be a JSON object/],
  [
    'GET',
    'nothing',
    undefined,
    404,
    /^There is no GET \/sandbox\/api\/nothing/,
  ],
])(
  'answers %s %s %j with %i and a sentence',
  async (method, path, body, status, sentence) => {
    const answer = await control(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatch(sentence);
  },
);

it('serves a catalog of 15 Components and their owners', async () => {
  const text = await (await fetch(sandbox.catalogUrl)).text();
  expect(text.match(/^kind: Component$/gm)).toHaveLength(15);
  expect(text.match(/^kind: Group$/gm)).toHaveLength(4);
  expect(text).toContain('argocd/app-name: legacy-production');
});
