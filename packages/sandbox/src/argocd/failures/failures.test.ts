import { VirtualClock } from '../../Clock';
import { Sandbox, startSandbox } from '../../Sandbox';
import { ask, openStream } from '../../testing/client';
import { Application } from '../Application';
import { ArgoCD } from '../ArgoCD';
import { listAt } from '../Json';
import { failures } from './failures';

let sandbox: Sandbox;
let instance: ArgoCD;
beforeAll(async () => {
  const clock = new VirtualClock(Date.parse('2026-11-23T05:00:00Z'));
  sandbox = await startSandbox({
    forge: false,
    seed: false,
    clock,
    keepAliveMs: 20,
    instances: [{ name: 'all' }],
    applications: 200,
  });
  [instance] = sandbox.argocd;
});
afterEach(() => instance.setFailure(null));
afterAll(() => sandbox.close());

const list = () => ask(instance, '/api/v1/applications');
const follow = () =>
  openStream(instance, {
    query: { resourceVersion: instance.store.resourceVersion },
  });
const touched =
  (text: string) =>
  (application: Application): Application => ({
    ...application,
    metadata: { ...application.metadata, annotations: { text } },
  });

it('refuses connections during an outage, and comes back at the same address', async () => {
  await instance.setFailure('outage');
  await expect(list()).rejects.toMatchObject({
    cause: { code: 'ECONNREFUSED' },
  });
  await instance.setFailure(null);
  expect((await list()).status).toBe(200);
});

it('resets connections where that is asked for, and ends open streams', async () => {
  const stream = await follow();
  await instance.setFailure('outage', { reset: true });
  expect(await stream.ended).toBe('broken off');
  await expect(list()).rejects.toMatchObject({
    cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) },
  });
});

it.each([
  ['unauthorized', 401],
  ['forbidden', 403],
  ['not-found', 404],
  ['too-many-requests', 429],
  ['internal-error', 500],
])('answers %s', async (name, status) => {
  await instance.setFailure(name);
  const answer = await list();
  expect(answer.status).toBe(status);
});

it('lists and answers Applications without its cache, but no trees', async () => {
  await instance.setFailure('lost-cache');
  expect((await list()).status).toBe(200);
  const path = '/api/v1/applications/svc-0001-dev';
  expect((await ask(instance, path)).status).toBe(200);
  expect((await ask(instance, `${path}/syncwindows`)).status).toBe(200);
  const tree = 'error getting cached app resource tree: cache: key is missing';
  for (const [below, query, message] of [
    ['resource-tree', {}, tree],
    ['resource', { kind: 'Pod' }, `error getting app resources: ${tree}`],
    ['events', { resourceUID: 'a' }, `error getting app resources: ${tree}`],
    [
      'managed-resources',
      {},
      'error getting cached app managed resources: cache: key is missing',
    ],
  ] as const) {
    const answer = await ask(instance, `${path}/${below}`, {
      query: query as Record<string, string>,
    });
    expect(answer.status).toBe(500);
    expect(answer.json()).toEqual({ error: message, code: 2, message });
  }
});

it('says when to come back', async () => {
  await instance.setFailure('too-many-requests', { retryAfterSeconds: 7 });
  expect((await list()).headers.get('retry-after')).toBe('7');
});

it('answers HTML with 200', async () => {
  await instance.setFailure('html');
  const answer = await list();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/html; charset=utf-8',
  ]);
});

it('answers half a JSON', async () => {
  await instance.setFailure('half-json');
  const answer = await list();
  expect(answer.status).toBe(200);
  expect(() => answer.json()).toThrow(SyntaxError);
});

it('hangs until the failure ends', async () => {
  await instance.setFailure('hang');
  const hanging = list().then(
    () => 'answered',
    () => 'broken off',
  );
  const first = await Promise.race([
    hanging,
    new Promise(resolve => setTimeout(() => resolve('nothing'), 50)),
  ]);
  expect(first).toBe('nothing');
  await instance.setFailure(null);
  expect(await hanging).toBe('broken off');
});

it('takes its time', async () => {
  await instance.setFailure('slow', { delayMs: 60 });
  const before = Date.now();
  expect((await list()).status).toBe(200);
  expect(Date.now() - before).toBeGreaterThanOrEqual(55);
});

it('answers an empty list while starting up', async () => {
  await instance.setFailure('empty-list');
  expect((await list()).json()).toMatchObject({ items: null });
});

it('knows fewer Applications after a restart, without a word about the others', async () => {
  const stream = await follow();
  await instance.setFailure('fewer-applications', { share: 0.5 });
  await stream.ended;
  const left = listAt((await list()).json(), 'items').length;
  expect(left).toBeGreaterThan(60);
  expect(left).toBeLessThan(140);
  expect(stream.text()).not.toContain('DELETED');
});

it('loses a share of the events silently', async () => {
  const stream = await follow();
  await instance.setFailure('lost-events', { share: 0.14 });
  const names = instance.store
    .all()
    .map(application => application.metadata.name);
  const rounds = ['1', '2', '3', '4', '5'];
  rounds.forEach(round =>
    names.forEach(name => instance.change(name, touched(round))),
  );
  await instance.setFailure(null);
  instance.change(names[0], touched('last'));
  const events = await stream.events(861);
  stream.close();
  expect(events).toHaveLength(861);
});

it('cuts streams in the middle of a line', async () => {
  const stream = await follow();
  await instance.setFailure('cut-streams', { midLine: true, everyMs: 0 });
  expect(await stream.ended).toBe('broken off');
  expect(stream.text()).not.toMatch(/\n$/);
});

it('cuts streams between events', async () => {
  const stream = await follow();
  instance.change('svc-0001-dev', touched('before the cut'));
  await instance.setFailure('cut-streams', { midLine: false, everyMs: 0 });
  expect(await stream.ended).toBe('ended');
  expect(stream.text()).toMatch(/\n\n\n(:\n)*$/);
});

it('falls silent: no event and no keep-alive', async () => {
  const stream = await follow();
  await instance.setFailure('silent-stream');
  // What was written before has arrived
  await list();
  await new Promise(resolve => setTimeout(resolve, 10));
  const before = stream.text();
  instance.change('svc-0001-dev', touched('unheard'));
  await new Promise(resolve => setTimeout(resolve, 60));
  expect(stream.text()).toBe(before);
  stream.close();
});

it('says what an option may be', async () => {
  await expect(
    instance.setFailure('lost-events', { share: 2 }),
  ).rejects.toThrow('The option share must be a number from 0 to 1');
  await expect(instance.setFailure('nonsense')).rejects.toThrow(
    'There is no failure named nonsense',
  );
});

it('has a test for every failure', () => {
  expect(failures.map(failure => failure.name)).toEqual([
    'outage',
    'unauthorized',
    'forbidden',
    'not-found',
    'too-many-requests',
    'internal-error',
    'lost-cache',
    'html',
    'half-json',
    'hang',
    'slow',
    'empty-list',
    'fewer-applications',
    'lost-events',
    'cut-streams',
    'silent-stream',
  ]);
});
